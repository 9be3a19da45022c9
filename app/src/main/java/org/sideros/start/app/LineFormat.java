package org.sideros.start.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line a record: {@code 2026-01-02T03:04:05.678Z INFO  service: text}. */
final class LineFormat extends Formatter {
    private static final int LEVEL_WIDTH = 5;

    @Override
    public String format(LogRecord logged) {
        return time(logged.getInstant()) + " " + level(logged.getLevel()) + " " + text(logged) + "\n";
    }

    /** The record without time and level: {@code service: text}, and the stack trace that came with it. */
    String text(LogRecord logged) {
        StringWriter text = new StringWriter();
        text.append(part(logged.getLoggerName())).append(": ").append(formatMessage(logged));
        if (logged.getThrown() != null) {
            text.append("\n");
            logged.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        return text.toString().stripTrailing();
    }

    /** {@code Instant} leaves out a fraction of zero; columns of a log should not move. */
    private static String time(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
        int point = text.indexOf('.');
        return point < 0 ? text.replace("Z", ".000Z") : text;
    }

    private static String level(Level level) {
        String word = switch (level.intValue()) {
            case 1000 -> "ERROR";
            case 900 -> "WARN";
            case 800 -> "INFO";
            case 500 -> "DEBUG";
            case 300 -> "TRACE";
            default -> level.getName().toUpperCase(Locale.ROOT);
        };
        return word.length() < LEVEL_WIDTH ? word + " ".repeat(LEVEL_WIDTH - word.length()) : word;
    }

    /** The package of the library a logger belongs to, else the logger's own name. */
    private static String part(String logger) {
        if (!logger.startsWith(Logging.LIBRARY + ".")) {
            return logger;
        }
        String below = logger.substring(Logging.LIBRARY.length() + 1);
        int point = below.indexOf('.');
        return point < 0 ? below : below.substring(0, point);
    }
}
