package org.sideros.start.config;

import java.nio.file.Path;

/** Where the supervisor's own log goes. */
public sealed interface LogOutput {
    /** A log of its own in the journal directory. */
    record Journal() implements LogOutput {}

    /** A file, appended to. */
    record ToFile(Path path) implements LogOutput {}
}
