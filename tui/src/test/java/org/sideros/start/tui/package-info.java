@NullMarked
package org.sideros.start.tui;

import org.jspecify.annotations.NullMarked;
