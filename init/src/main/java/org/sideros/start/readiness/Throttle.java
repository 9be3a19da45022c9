package org.sideros.start.readiness;

/** Permits one thing a period. Guarded by whoever owns it. */
final class Throttle {
    private final long period;
    private long next;
    private boolean used;

    /** {@code period} is in nanoseconds. */
    Throttle(long period) {
        this.period = period;
    }

    /** Whether it may be done now; {@code now} is of {@link System#nanoTime}. */
    boolean permits(long now) {
        if (used && now - next < 0) {
            return false;
        }
        used = true;
        next = now + period;
        return true;
    }
}
