package org.sideros.start.config;

/**
 * One finding about a configuration file. Prints as {@code file:line:column: error: message}, the form editors and
 * compilers use.
 */
public record Problem(Location where, Severity severity, String message) {
    /** An error keeps the file from being used; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** An error at a place. */
    public static Problem error(Location where, String message) {
        return new Problem(where, Severity.ERROR, message);
    }

    /** A warning at a place. */
    public static Problem warning(Location where, String message) {
        return new Problem(where, Severity.WARNING, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return where + ": " + Words.of(severity) + ": " + message;
    }
}
