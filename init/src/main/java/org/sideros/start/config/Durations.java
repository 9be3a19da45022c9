package org.sideros.start.config;

import java.time.Duration;

/** Durations as written in files: {@code 500ms}, {@code 1m30s}, {@code infinity}. */
public final class Durations {
    /** No bound. About 146 years, half of what {@code System.nanoTime} can tell apart, so that adding it never wraps. */
    public static final Duration INFINITE = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Durations() {}

    public static boolean isInfinite(Duration d) {
        return d.compareTo(INFINITE) >= 0;
    }
}
