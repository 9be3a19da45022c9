package org.sideros.start.config;

import java.nio.file.Path;

/** A place in a file; line and column count from 1, and are 0 where the whole file is meant. */
public record Location(Path file, int line, int column) {
    /** The file as a whole. */
    public static Location of(Path file) {
        return new Location(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }
}
