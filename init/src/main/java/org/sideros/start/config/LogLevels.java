package org.sideros.start.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much is logged: a level for everything, and others for single parts ({@code supervise=debug,info}).
 *
 * @param parts by the part's name: a package of the library ({@code service}, {@code process} …)
 */
public record LogLevels(Level general, Map<String, Level> parts) {
    /** Info everywhere. */
    public static final LogLevels DEFAULT = new LogLevels(Level.INFO, Map.of());

    private static final Pattern PART = Pattern.compile("([A-Za-z0-9_.-]+::?)*[A-Za-z0-9_.-]+");

    public LogLevels {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /**
     * Read {@code info}, {@code debug} or {@code supervise=debug,info}. Parts may be written as modules,
     * {@code start::service=debug}; the last name of the path counts. Later entries win over earlier ones; what is not
     * said is at its default.
     *
     * @throws InvalidValueException if a level is unknown or an entry is empty
     */
    public static LogLevels parse(String text) {
        return DEFAULT.with(text);
    }

    /**
     * These levels with those of {@code text}, which {@link #parse} explains, laid over them.
     *
     * @throws InvalidValueException if a level is unknown or an entry is empty
     */
    public LogLevels with(String text) {
        Level all = general;
        Map<String, Level> some = new LinkedHashMap<>(parts);
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                all = level(entry.strip());
                continue;
            }
            String module = entry.substring(0, equals).strip();
            String part = module.substring(module.lastIndexOf(':') + 1);
            if (!PART.matcher(module).matches()) {
                throw new InvalidValueException(
                        ServiceName.show(entry) + " is not LEVEL or PART=LEVEL, as in supervise=debug,info");
            }
            some.put(part, level(entry.substring(equals + 1).strip()));
        }
        return new LogLevels(all, some);
    }

    private static Level level(String word) {
        return Words.parse(Level.class, word.toLowerCase(Locale.ROOT));
    }

    /** The level of one part: its own, else the general one. */
    public Level of(String part) {
        return parts.getOrDefault(part, general);
    }

    /** From most to least talkative. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
