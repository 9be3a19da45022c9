package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The words the kernel was started with (proc_cmdline(5)). */
record KernelCommandLine(List<String> words) {
    private static final Path FILE = Path.of("/proc/cmdline");

    KernelCommandLine {
        words = List.copyOf(words);
    }

    static KernelCommandLine read() {
        try {
            return new KernelCommandLine(List.of(Files.readString(FILE).strip().split("\\s+", -1)));
        } catch (IOException e) {
            return new KernelCommandLine(List.of());
        }
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** The value of the last {@code name=value}. */
    Optional<String> value(String name) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .reduce((_, last) -> last);
    }

    /** The target to boot to: {@code start.target=}, or that of {@code single} and {@code emergency}. */
    Optional<String> target() {
        return value("start.target")
                .or(() -> has("single") || has("emergency") ? Optional.of(Rescue.TARGET) : Optional.empty());
    }
}
