package org.sideros.start.config;

import java.time.Duration;

/**
 * {@code [service.timeout]}; {@link Durations#INFINITE} where there is no bound.
 *
 * @param watchdog the longest time between two keep-alives, infinite when no watchdog is set
 */
public record Timeouts(Duration start, Duration stop, Duration reload, Duration watchdog, Duration runtimeMax) {}
