package org.sideros.start.config;

/**
 * How a service tells that it is ready.
 *
 * @param argument what follows the colon in the file: a descriptor number, an address, a path, a pattern, a command
 */
public record Readiness(Kind kind, String argument) {
    /** {@code NOTIFY} takes no argument. */
    public enum Kind {
        NOTIFY,
        FD,
        TCP,
        UNIX,
        HTTP,
        FILE,
        LOG,
        EXEC
    }
}
