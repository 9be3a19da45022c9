@NullMarked
package org.sideros.start.tui.tty;

import org.jspecify.annotations.NullMarked;
