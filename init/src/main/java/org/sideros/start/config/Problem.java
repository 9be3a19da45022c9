package org.sideros.start.config;

import java.util.Collection;

/**
 * One finding about a configuration file. Prints as {@code file:line:column: error: message}, the form editors and
 * compilers use.
 */
public record Problem(Location where, Severity severity, String message) {
    /** An error keeps the file from being used; a warning and a note do not. A note is no fault, only worth knowing. */
    public enum Severity {
        ERROR,
        WARNING,
        NOTE
    }

    /** An error at a place. */
    public static Problem error(Location where, String message) {
        return new Problem(where, Severity.ERROR, message);
    }

    /** A warning at a place. */
    public static Problem warning(Location where, String message) {
        return new Problem(where, Severity.WARNING, message);
    }

    /** A note at a place. */
    public static Problem note(Location where, String message) {
        return new Problem(where, Severity.NOTE, message);
    }

    /** Whether any of these is an error. */
    public static boolean anyError(Collection<Problem> problems) {
        return problems.stream().anyMatch(Problem::isError);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return where + ": " + Words.of(severity) + ": " + message;
    }
}
