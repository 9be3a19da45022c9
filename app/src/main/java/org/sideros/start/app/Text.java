package org.sideros.start.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.sideros.start.config.Sizes;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** How values are written for people. */
final class Text {
    private Text() {}

    /** {@code active (running)}. */
    static String state(ServiceStatus service) {
        String state = service.state().word();
        return service.substate().isEmpty() || service.substate().equals(state)
                ? state
                : state + " (" + service.substate() + ")";
    }

    /** The text in the colour of a state, where colours are wanted. */
    static String coloured(boolean colour, ServiceState state, String text) {
        if (!colour) {
            return text;
        }
        String code = switch (state) {
            case ACTIVE -> "32";
            case FAILED -> "1;31";
            case STARTING, STOPPING, RESTARTING -> "33";
            case INACTIVE -> "2";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Bytes with one digit after the point and a unit of 1024: {@code 12.3M}. */
    static String bytes(long bytes) {
        return Sizes.rounded(bytes);
    }

    /** Processor time: {@code 1.2s}, {@code 340ms}. */
    static String processorTime(long micros) {
        return micros < 1_000_000 ? micros / 1000 + "ms" : tenths(micros / 100_000) + "s";
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }

    /** A time in full, and how long ago it was. */
    static String time(Instant time, Instant now) {
        return time.truncatedTo(ChronoUnit.SECONDS) + " (" + ago(time, now) + " ago)";
    }

    /** How long ago, in the two largest units: {@code 3d4h}. */
    static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return "0s";
        }
        if (age.toDays() > 0) {
            return age.toDays() + "d" + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "min" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    /** Why a file operation failed: the JDK's message is the path alone for the usual causes. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case FileSystemException other -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The text without control characters: a service's words must not steer the terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return plain.toString();
    }
}
