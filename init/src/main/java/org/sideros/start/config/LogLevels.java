package org.sideros.start.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much is logged: a level for everything, and others for single parts ({@code supervise=debug,info}).
 *
 * @param parts by the part's name: a package of the library ({@code service}, {@code process} …)
 */
public record LogLevels(Level general, Map<String, Level> parts) {
    /** Info everywhere. */
    public static final LogLevels DEFAULT = new LogLevels(Level.INFO, Map.of());

    public LogLevels {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
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
