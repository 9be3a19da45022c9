/**
 * The client of the control socket, on plain NIO so that a command starts quickly. Uses {@code control.protocol} only.
 */
@NullMarked
package org.sideros.start.control.client;

import org.jspecify.annotations.NullMarked;
