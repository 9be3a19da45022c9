/**
 * The console {@code start top}: a client of the control socket. Puts the packages below it together.
 */
@NullMarked
package org.sideros.start.tui;

import org.jspecify.annotations.NullMarked;
