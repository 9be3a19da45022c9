/**
 * Processes: how one is described to the executor, spawned, watched, signalled and found again. Knows nothing of
 * services' states. Uses {@code os} and {@code config}.
 */
@NullMarked
package org.sideros.start.process;

import org.jspecify.annotations.NullMarked;
