/**
 * What goes over the control socket, as both sides see it: Varlink messages in frames, service states as JSON, errors by
 * name. Uses {@code error} and the values of {@code config} and {@code service}; starts no thread and does no input or
 * output.
 */
@NullMarked
package org.sideros.start.control.protocol;

import org.jspecify.annotations.NullMarked;
