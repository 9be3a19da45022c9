package org.sideros.start.config;

import java.nio.file.Path;
import java.util.List;

/** {@code [service.conditions]}: all must hold, else the start is skipped. Each key takes one value or an array. */
public record Conditions(
        List<Path> pathExists,
        List<Path> pathMissing,
        List<Path> directoryNotEmpty,
        List<String> kernelCommandLine,
        List<Command> command) {
    public static final Conditions NONE = new Conditions(List.of(), List.of(), List.of(), List.of(), List.of());

    public Conditions {
        pathExists = List.copyOf(pathExists);
        pathMissing = List.copyOf(pathMissing);
        directoryNotEmpty = List.copyOf(directoryNotEmpty);
        kernelCommandLine = List.copyOf(kernelCommandLine);
        command = List.copyOf(command);
    }
}
