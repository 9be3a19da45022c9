package org.sideros.start.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of signals, {@code signal(7)}; numbers differ between machines and are the business of those who send. */
public final class SignalName {
    /** Every standard signal of Linux, in the order of their numbers on x86. */
    public static final List<String> ALL = List.of(
            "SIGHUP",
            "SIGINT",
            "SIGQUIT",
            "SIGILL",
            "SIGTRAP",
            "SIGABRT",
            "SIGBUS",
            "SIGFPE",
            "SIGKILL",
            "SIGUSR1",
            "SIGSEGV",
            "SIGUSR2",
            "SIGPIPE",
            "SIGALRM",
            "SIGTERM",
            "SIGSTKFLT",
            "SIGCHLD",
            "SIGCONT",
            "SIGSTOP",
            "SIGTSTP",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGXCPU",
            "SIGXFSZ",
            "SIGVTALRM",
            "SIGPROF",
            "SIGWINCH",
            "SIGIO",
            "SIGPWR",
            "SIGSYS");

    private static final Map<String, String> OTHER_NAMES =
            Map.of("SIGIOT", "SIGABRT", "SIGPOLL", "SIGIO", "SIGCLD", "SIGCHLD");

    /** Glibc keeps 32 and 33 to itself, so real-time signals run from SIGRTMIN (34) to SIGRTMAX (64). */
    private static final Pattern REAL_TIME = Pattern.compile("SIGRTM(IN|AX)(?:([+-])([0-9]{1,2}))?");

    private static final int REAL_TIME_SPAN = 30;

    private SignalName() {}

    /**
     * Read {@code SIGTERM}, {@code TERM}, {@code SIGRTMIN+3}, in any case.
     *
     * @return the name in its {@code SIGTERM} form
     * @throws InvalidValueException if there is no such signal
     */
    public static String parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper : "SIG" + upper;
        if (ALL.contains(name)) {
            return name;
        }
        String other = OTHER_NAMES.get(name);
        if (other != null) {
            return other;
        }
        Matcher realTime = REAL_TIME.matcher(name);
        if (realTime.matches()) {
            boolean fromMinimum = realTime.group(1).equals("IN");
            if (realTime.group(2) == null) {
                return name;
            }
            if (realTime.group(2).equals(fromMinimum ? "+" : "-")
                    && Integer.parseInt(realTime.group(3)) <= REAL_TIME_SPAN) {
                return name;
            }
        }
        throw new InvalidValueException(
                "\"" + text + "\" is not a signal such as \"SIGTERM\"" + Spelling.hint(name, ALL));
    }
}
