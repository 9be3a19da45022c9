@NullMarked
package org.sideros.start.tui.view;

import org.jspecify.annotations.NullMarked;
