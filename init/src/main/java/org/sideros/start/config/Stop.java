package org.sideros.start.config;

import java.time.Duration;
import java.util.List;

/**
 * {@code [service.stop]}.
 *
 * @param signal the first signal's name, {@code SIGTERM} form
 * @param sequence when not empty, used instead of {@code signal} and {@code timeout.stop}
 */
public record Stop(String signal, Mode mode, List<Step> sequence) {
    public Stop {
        sequence = List.copyOf(sequence);
    }

    /** SIGTERM to every process of the service. */
    public static final Stop DEFAULT = new Stop("SIGTERM", Mode.GROUP, List.of());

    /** Whom the stop signal reaches. */
    public enum Mode {
        /** Every process of the service. */
        GROUP,
        /** The main process alone; SIGKILL then goes to every process. */
        MIXED,
        /** The main process alone, SIGKILL too. */
        PROCESS
    }

    /** One signal and how long to wait after it; {@link Durations#INFINITE} after the last. */
    public record Step(String signal, Duration pause) {}
}
