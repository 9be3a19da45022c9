package org.sideros.start.config;

import java.time.Duration;
import java.util.Optional;

/** What {@code [defaults]} of {@code start.toml} sets for services that do not say it themselves. */
public record Defaults(Duration restartDelay, Duration stopTimeout, Duration startTimeout) {
    /** The values without a {@code [defaults]} table. */
    public static final Defaults BUILT_IN =
            new Defaults(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private static final Duration RELOAD = Duration.ofSeconds(60);
    private static final Duration RESET_AFTER = Duration.ofSeconds(60);

    /** No automatic restart; the delay, limit and reset time that apply once a policy is set. */
    public Restart restart() {
        return new Restart(RestartPolicy.NO, restartDelay, restartDelay, 1.0, 5, RESET_AFTER, Optional.empty());
    }

    /** Time-outs of a service of this type. */
    public Timeouts timeouts(ServiceType type) {
        return new Timeouts(
                type == ServiceType.ONESHOT ? Durations.INFINITE : startTimeout,
                stopTimeout,
                RELOAD,
                Durations.INFINITE,
                Durations.INFINITE);
    }
}
