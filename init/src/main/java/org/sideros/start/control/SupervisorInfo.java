package org.sideros.start.control;

import java.time.Duration;

/**
 * The supervisor, as it introduces itself.
 *
 * @param version of the program
 * @param startedNanos {@link System#nanoTime} when it came up
 */
public record SupervisorInfo(String version, long startedNanos) {
    /** How long it has been up. */
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
