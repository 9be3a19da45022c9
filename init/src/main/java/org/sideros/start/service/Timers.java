package org.sideros.start.service;

import java.time.Duration;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;

/**
 * What time may bring to a running service. Instants are {@link System#nanoTime} values, {@link State#NEVER} for none.
 *
 * @param forget when the streak of restarts is forgotten
 * @param runtime when it has run for as long as it may
 * @param watchdog when the next keep-alive is late
 * @param period nanoseconds between two keep-alives, {@link State#NEVER} when none are asked for
 */
record Timers(long forget, long runtime, long watchdog, long period) {
    /** For a run that begins to be active at {@code now}. */
    static Timers of(ServiceConfig config, int streak, long now) {
        long period = Durations.isInfinite(config.timeouts().watchdog())
                ? State.NEVER
                : config.timeouts().watchdog().toNanos();
        return new Timers(
                        streak > 0 ? later(now, config.restart().resetAfter()) : State.NEVER,
                        later(now, config.timeouts().runtimeMax()),
                        State.NEVER,
                        period)
                .alive(now);
    }

    /** {@code now} and {@code wait}, {@link State#NEVER} when that is endless. */
    static long later(long now, Duration wait) {
        return Durations.isInfinite(wait) ? State.NEVER : now + wait.toNanos();
    }

    long earliest() {
        return Math.min(forget, Math.min(runtime, watchdog));
    }

    Timers forgotten() {
        return new Timers(State.NEVER, runtime, watchdog, period);
    }

    /** A keep-alive has come. */
    Timers alive(long now) {
        return new Timers(forget, runtime, period == State.NEVER ? State.NEVER : now + period, period);
    }

    /** Keep-alives are wanted in another rhythm. */
    Timers every(long nanos, long now) {
        return new Timers(forget, runtime, watchdog, nanos).alive(now);
    }

    /** It wants to run on until {@code instant} at least. */
    Timers extended(long instant) {
        return new Timers(forget, runtime == State.NEVER ? runtime : Math.max(runtime, instant), watchdog, period);
    }
}
