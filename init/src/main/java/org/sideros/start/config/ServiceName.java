package org.sideros.start.config;

import java.util.regex.Pattern;
import org.sideros.start.error.StartError;

/**
 * The rule for service names: {@code [A-Za-z0-9][A-Za-z0-9:_.-]*}, and for an instance of a template {@code @} and one
 * or more of the same characters; 128 bytes at most in all. No such name is a path, an option or a hidden file.
 */
public final class ServiceName {
    /** The most bytes (all of them ASCII) a name has, its instance included. */
    public static final int MAX_LENGTH = 128;

    private static final String RULE =
            "a name is made of A-Z a-z 0-9 : _ . - and begins with a letter or digit, with an" + " optional @instance, "
                    + MAX_LENGTH + " bytes at most";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.-]*(@[A-Za-z0-9:_.-]+)?");
    private static final Pattern TEMPLATE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.-]*@");

    private ServiceName() {}

    /** Whether this can be the name of a service. */
    public static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && NAME.matcher(name).matches();
    }

    /** Whether this is the name of a template: {@code getty@}. */
    public static boolean isTemplate(String name) {
        return name.length() < MAX_LENGTH && TEMPLATE.matcher(name).matches();
    }

    /**
     * The name itself, when it is one.
     *
     * @throws StartError.InvalidArgument naming the rule, if it is not
     */
    public static String check(String name) {
        if (isTemplate(name)) {
            throw new StartError.InvalidArgument(
                    "name", show(name) + " is a template; name an instance, as in " + name + "tty1");
        }
        if (!isValid(name)) {
            throw new StartError.InvalidArgument("name", invalid(name));
        }
        return name;
    }

    /** Why this is not a name, in one line. */
    static String invalid(String name) {
        return show(name) + " is not a service name: " + RULE;
    }

    /** The template an instance is made from ({@code getty@} of {@code getty@tty1}), or empty for a plain name. */
    public static String templateOf(String name) {
        int at = name.indexOf('@');
        return at < 0 ? "" : name.substring(0, at + 1);
    }

    /** What follows the {@code @}, or empty for a plain name. */
    public static String instanceOf(String name) {
        int at = name.indexOf('@');
        return at < 0 ? "" : name.substring(at + 1);
    }

    /** The text in quotes, shortened, with control characters made harmless to a terminal. */
    static String show(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(MAX_LENGTH + 1L).forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.length() > MAX_LENGTH ? "…\"" : "\"").toString();
    }
}
