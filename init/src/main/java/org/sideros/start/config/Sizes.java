package org.sideros.start.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as written in files: {@code 512K}, {@code 4G} (powers of 1024), {@code infinity}. */
public final class Sizes {
    private static final String INFINITY = "infinity";
    private static final String UNITS = "KMGTPE";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,19})([" + UNITS + "]?)");

    private Sizes() {}

    /**
     * Read {@code "512K"}, {@code "4G"}, {@code "1048576"} or {@code "infinity"}.
     *
     * @return bytes, {@link ResourceLimits#INFINITY} for {@code "infinity"}
     * @throws InvalidValueException if the text is none of these, or more than 63 bits hold
     */
    public static long parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals(INFINITY)) {
            return ResourceLimits.INFINITY;
        }
        Matcher size = SIZE.matcher(trimmed);
        if (!size.matches()) {
            throw new InvalidValueException("\"" + text + "\" is not a size such as \"512K\", \"4G\" or \"infinity\"");
        }
        int power = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new InvalidValueException("\"" + text + "\" is too large; write \"infinity\" for no limit");
        }
    }

    /** Write bytes for people, with one digit after the point and the largest unit that fits: {@code 12.3M}. */
    public static String rounded(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10 + UNITS.charAt(unit);
    }

    /** Write bytes so that {@link #parse} reads the same, with the largest unit that divides them. */
    public static String format(long bytes) {
        if (bytes == ResourceLimits.INFINITY) {
            return INFINITY;
        }
        long number = bytes;
        int power = 0;
        while (number != 0 && number % 1024 == 0 && power < UNITS.length()) {
            number /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(bytes) : number + UNITS.substring(power - 1, power);
    }
}
