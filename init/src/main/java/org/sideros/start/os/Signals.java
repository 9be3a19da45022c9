package org.sideros.start.os;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Signal names and numbers of Linux on x86-64 and AArch64 (signal(7)); real-time ones count from glibc's SIGRTMIN. */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int PIPE = 13;
    public static final int TERM = 15;
    public static final int CONT = 18;

    private static final int RTMIN = 34;
    private static final int RTMAX = 64;
    private static final String REAL_TIME = "RTMIN";
    private static final Pattern OFFSET = Pattern.compile("(RTMIN(?=$|\\+)|RTMAX(?=$|-))([+-][0-9]{1,2})?");

    private static final String[] NAMES = {
        "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private static final Map<String, Integer> NUMBERS =
            IntStream.range(1, NAMES.length).boxed().collect(Collectors.toUnmodifiableMap(i -> NAMES[i], i -> i));

    private Signals() {}

    /** {@code SIGTERM} for 15, {@code SIGRTMIN+3} for 37. */
    public static String name(int number) {
        if (number > 0 && number < NAMES.length) {
            return "SIG" + NAMES[number];
        }
        return number >= RTMIN && number <= RTMAX
                ? "SIG" + REAL_TIME + (number == RTMIN ? "" : "+" + (number - RTMIN))
                : "SIG" + number;
    }

    /** The number of {@code SIGTERM}, {@code TERM} or {@code SIGRTMIN+3}; empty for an unknown name. */
    public static OptionalInt number(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
        Integer number = NUMBERS.get(bare);
        return number != null ? OptionalInt.of(number) : realTime(bare);
    }

    /** {@code RTMIN}, {@code RTMIN+3}, {@code RTMAX}, {@code RTMAX-3}. */
    private static OptionalInt realTime(String bare) {
        Matcher match = OFFSET.matcher(bare);
        if (!match.matches()) {
            return OptionalInt.empty();
        }
        int offset = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
        int number = match.group(1).equals(REAL_TIME) ? RTMIN + offset : RTMAX + offset;
        return number >= RTMIN && number <= RTMAX ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
