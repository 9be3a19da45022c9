package org.sideros.start.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as written in files: {@code 500ms}, {@code 1m30s}, {@code infinity}. */
public final class Durations {
    /** No bound. About 146 years, half of what {@code System.nanoTime} can tell apart, so that adding it never wraps. */
    public static final Duration INFINITE = Duration.ofNanos(Long.MAX_VALUE / 2);

    private static final String INFINITY = "infinity";
    private static final Pattern PART = Pattern.compile("\\G\\s*(\\d{1,18})(ns|us|ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final String EXPECTED =
            "a duration such as \"500ms\", \"5s\", \"1m30s\", \"2h\", \"1d\" or \"infinity\"";

    private Durations() {}

    public static boolean isInfinite(Duration d) {
        return d.compareTo(INFINITE) >= 0;
    }

    /**
     * Read {@code "500ms"}, {@code "1m30s"}, {@code "2h"}, {@code "1d"} or {@code "infinity"}. What is longer than
     * {@link #INFINITE} is infinite.
     *
     * @throws InvalidValueException if the text is none of these
     */
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals(INFINITY)) {
            return INFINITE;
        }
        if (NUMBER.matcher(trimmed).matches()) {
            throw new InvalidValueException("\"" + text + "\" has no unit; write \"" + trimmed + "s\" for seconds");
        }
        if (trimmed.startsWith("-")) {
            throw new InvalidValueException("\"" + text + "\" is negative; expected " + EXPECTED);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(trimmed);
        int end = 0;
        while (part.find()) {
            sum = sum.plus(amount(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
        }
        if (end == 0 || end != trimmed.length()) {
            throw new InvalidValueException("\"" + text + "\" is not " + EXPECTED);
        }
        return isInfinite(sum) ? INFINITE : sum;
    }

    private static Duration amount(long number, String unit) {
        long nanos = switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
        return number > INFINITE.toNanos() / nanos ? INFINITE : Duration.ofNanos(number * nanos);
    }

    /** Write a duration so that {@link #parse} reads the same: {@code 1m30s}, {@code 1s500ms}, {@code 0s}. */
    public static String format(Duration duration) {
        if (isInfinite(duration)) {
            return INFINITY;
        }
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        if (duration.isNegative()) {
            text.append('-');
        }
        Duration rest = duration.abs();
        append(text, rest.toDaysPart(), "d");
        append(text, rest.toHoursPart(), "h");
        append(text, rest.toMinutesPart(), "m");
        append(text, rest.toSecondsPart(), "s");
        append(text, rest.toMillisPart(), "ms");
        append(text, rest.toNanosPart() / 1_000 % 1_000, "us");
        append(text, rest.toNanosPart() % 1_000, "ns");
        return text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }
}
