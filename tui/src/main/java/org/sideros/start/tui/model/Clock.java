package org.sideros.start.tui.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment on both clocks.
 *
 * @param wall to compare with the times of services
 * @param nanos {@link System#nanoTime}, for everything else
 */
public record Clock(Instant wall, long nanos) {
    public static Clock now() {
        return new Clock(Instant.now(), System.nanoTime());
    }

    /** How long ago {@code earlier} was; zero when it was not. */
    public Duration since(Clock earlier) {
        return Duration.ofNanos(Math.max(0, nanos - earlier.nanos));
    }
}
