package org.sideros.start.service;

import java.util.Set;

/**
 * How a main process ended.
 *
 * @param signal its name in {@code SIGKILL} form, empty when it exited by itself
 * @param code the exit code, 0 to 255; 0 when a signal ended it
 */
public record Exit(int code, String signal, boolean coreDumped) {
    /** Signals that are a polite way to go: ending by one of them, sent from outside, is a success. */
    private static final Set<String> CLEAN = Set.of("SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE");

    /** An exit by itself. */
    public static Exit withCode(int code) {
        return new Exit(code, "", false);
    }

    /** An end by a signal. */
    public static Exit bySignal(String signal, boolean coreDumped) {
        return new Exit(0, signal, coreDumped);
    }

    public boolean signalled() {
        return !signal.isEmpty();
    }

    /** Whether this counts as success, given the extra codes of {@code success_exit_codes}. */
    boolean isSuccess(Set<Integer> successCodes) {
        return signalled() ? !coreDumped && CLEAN.contains(signal) : code == 0 || successCodes.contains(code);
    }

    /** Whether the work was brought to its end: a program that was signalled away, however politely, was not through. */
    boolean isCompletion(Set<Integer> successCodes) {
        return !signalled() && isSuccess(successCodes);
    }

    /** For people: {@code exit code 3}, {@code SIGSEGV (core dumped)}. */
    public String text() {
        return signalled() ? signal + (coreDumped ? " (core dumped)" : "") : "exit code " + code;
    }
}
