package org.sideros.start.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the distribution's own Java. */
final class JavaRun {
    private final Path home;
    private final OptionFiles.Options options;

    JavaRun(Path home, OptionFiles.Options options) {
        this.home = home;
        this.options = options.resolve(home);
    }

    /** Runs with these arguments and returns what was printed. */
    String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("lib/runtime/bin/java").toString());
        command.addAll(options.arguments());
        command.addAll(List.of(arguments));
        return Commands.run(home, command.toArray(String[]::new));
    }
}
