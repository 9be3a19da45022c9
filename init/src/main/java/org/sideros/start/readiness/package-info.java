/**
 * How a service tells that it is ready, and what else it tells: the notify socket with its descriptor store, pid files,
 * and probes. Knows nothing of states. Uses {@code os} and {@code config}.
 */
@NullMarked
package org.sideros.start.readiness;

import org.jspecify.annotations.NullMarked;
