package org.sideros.start.config;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code [service.restart]}.
 *
 * @param delay before the first automatic restart of a streak, at least 0
 * @param maxDelay the bound of {@code delay * multiplier^n}
 * @param multiplier at least 1
 * @param maxAttempts automatic restarts in one streak, 0 for no limit
 * @param resetAfter so long active, and the streak is forgotten
 * @param retryAfter after the limit, try again this slowly
 */
public record Restart(
        RestartPolicy policy,
        Duration delay,
        Duration maxDelay,
        double multiplier,
        int maxAttempts,
        Duration resetAfter,
        Optional<Duration> retryAfter) {
    /** The same with another policy. */
    public Restart with(RestartPolicy other) {
        return new Restart(other, delay, maxDelay, multiplier, maxAttempts, resetAfter, retryAfter);
    }

    /** The bound of a growing delay where the file sets none. */
    static final Duration USUAL_MAX_DELAY = Duration.ofMinutes(1);
}
