package org.sideros.start.os;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Signal names and numbers of Linux on x86-64 and AArch64 (signal(7)); the first 31, without the real-time ones. */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int PIPE = 13;
    public static final int TERM = 15;
    public static final int CONT = 18;

    private static final String[] NAMES = {
        "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private static final Map<String, Integer> NUMBERS =
            IntStream.range(1, NAMES.length).boxed().collect(Collectors.toUnmodifiableMap(i -> NAMES[i], i -> i));

    private Signals() {}

    /** {@code SIGTERM} for 15; {@code SIG34} for one without a name. */
    public static String name(int number) {
        return "SIG" + (number > 0 && number < NAMES.length ? NAMES[number] : String.valueOf(number));
    }

    /** The number of {@code SIGTERM}, {@code TERM} or {@code term}; empty for an unknown name. */
    public static OptionalInt number(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Integer number = NUMBERS.get(upper.startsWith("SIG") ? upper.substring(3) : upper);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
