package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.sideros.start.config.Conditions;

/** Looks whether the conditions of a service hold right now. */
final class ConditionCheck {
    private static final Path COMMAND_LINE = Path.of("/proc/cmdline");

    private ConditionCheck() {}

    /** The first condition that does not hold, in words; empty when all do. */
    static Optional<String> unmet(Conditions conditions) {
        return Stream.of(
                        conditions.pathExists().stream()
                                .filter(p -> !Files.exists(p))
                                .map(p -> "path_exists " + p),
                        conditions.pathMissing().stream().filter(Files::exists).map(p -> "path_missing " + p),
                        conditions.directoryNotEmpty().stream()
                                .filter(p -> !hasEntries(p))
                                .map(p -> "directory_not_empty " + p),
                        conditions.kernelCommandLine().stream()
                                .filter(w -> !onCommandLine(w))
                                .map(w -> "kernel_command_line " + w))
                .flatMap(s -> s)
                .findFirst();
    }

    private static boolean hasEntries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** A word as it stands, or the name of a {@code name=value} word. */
    private static boolean onCommandLine(String word) {
        try {
            return Arrays.stream(Files.readString(COMMAND_LINE).strip().split("\\s+", -1))
                    .anyMatch(w -> w.equals(word) || w.startsWith(word + "="));
        } catch (IOException e) {
            return false;
        }
    }
}
