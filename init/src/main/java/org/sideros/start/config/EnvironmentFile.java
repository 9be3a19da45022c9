package org.sideros.start.config;

import java.nio.file.Path;

/** A file of {@code KEY=value} lines; {@code optional} (a leading {@code -}) means it may be missing. */
public record EnvironmentFile(Path path, boolean optional) {}
