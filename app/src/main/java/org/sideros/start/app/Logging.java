package org.sideros.start.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.sideros.start.config.InvalidValueException;
import org.sideros.start.config.LogLevels;

/**
 * How the log of this program is set up. The library logs through slf4j to {@code java.util.logging}; which handlers
 * there are and what they let through is decided here.
 *
 * <p>As the class named by {@code java.util.logging.config.class} it is the set-up of a command too, made when the first
 * line is logged: most commands log nothing, and do not pay for it.
 */
public final class Logging {
    /** Loggers are named for classes; the package below this is the part that {@code start.toml} names. */
    static final String LIBRARY = "org.sideros.start";

    /** What {@code supervise=debug} means: the packages that look after services. */
    private static final Map<String, List<String>> GROUPS =
            Map.of("supervise", List.of("manager", "service", "process", "cgroup", "journal"));

    /** {@code java.util.logging} forgets the level of a logger that nobody holds. */
    private static final List<Logger> PARTS = new ArrayList<>();

    /** Sets up the log of a command: warnings, or what {@code START_LOG} asks for, on standard error. */
    public Logging() {
        String asked = Environment.read().getOrDefault("START_LOG", "");
        LogLevels levels = new LogLevels(LogLevels.Level.WARN, Map.of());
        try {
            levels = asked.isEmpty() ? levels : levels.with(asked);
        } catch (InvalidValueException e) {
            System.err.println("start: START_LOG: " + e.getMessage() + ", ignoring");
        }
        install(new StandardError(), levels);
    }

    /** Sends everything that {@code levels} lets through to {@code handler}, and nothing anywhere else. */
    static void install(Handler handler, LogLevels levels) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        // Libraries and the JDK itself log at length below warnings, stack traces at debug among it: not ours to show.
        root.setLevel(Level.WARNING);
        handler.setLevel(Level.ALL);
        handler.setFormatter(new LineFormat());
        root.addHandler(handler);
        set(levels);
    }

    /** From now on lets through what {@code levels} says. */
    static void set(LogLevels levels) {
        synchronized (PARTS) {
            PARTS.forEach(part -> part.setLevel(null));
            PARTS.clear();
            Logger library = Logger.getLogger(LIBRARY);
            library.setLevel(level(levels.general()));
            PARTS.add(library);
            levels.parts().forEach((part, level) -> {
                for (String member : GROUPS.getOrDefault(part, List.of(part))) {
                    Logger logger = Logger.getLogger(LIBRARY + "." + member);
                    logger.setLevel(level(level));
                    PARTS.add(logger);
                }
            });
        }
    }

    private static Level level(LogLevels.Level level) {
        return switch (level) {
            case TRACE -> Level.FINEST;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }
}
