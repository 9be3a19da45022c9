/**
 * The terminal, the only place that knows lanterna: keys in, frames out. Uses model and view.
 */
@NullMarked
package org.sideros.start.tui.tty;

import org.jspecify.annotations.NullMarked;
