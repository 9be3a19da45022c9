@NullMarked
package org.sideros.start.tui.model;

import org.jspecify.annotations.NullMarked;
