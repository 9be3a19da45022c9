package org.sideros.start.config;

import java.nio.file.Path;

/** Where a service's standard output or error goes. */
public sealed interface Output {
    /** The service's own log (the default). */
    record Journal() implements Output {}

    /** A file, truncated at each start. */
    record Truncate(Path path) implements Output {}

    /** A file, appended to. */
    record Append(Path path) implements Output {}

    /** {@code /dev/null}. */
    record Null() implements Output {}

    /** {@code /dev/console}. */
    record Console() implements Output {}

    /** The supervisor's own standard output or error. */
    record Inherit() implements Output {}

    /** Standard error only: wherever standard output goes (the default). */
    record Stdout() implements Output {}
}
