/**
 * The server of the control socket: one virtual thread a connection, and what each method does. Uses {@code manager},
 * {@code os} and {@code control.protocol}; is used by {@code init}.
 */
@NullMarked
package org.sideros.start.control;

import org.jspecify.annotations.NullMarked;
