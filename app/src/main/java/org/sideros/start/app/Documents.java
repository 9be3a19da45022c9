package org.sideros.start.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what the distribution carries in {@code share} and the command line itself tells: the shell completion. */
public final class Documents {
    private Documents() {}

    /** Argument: the directory {@code share}. */
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0]);
        CommandLine commandLine = Verbs.commandLine();
        Path completions = Files.createDirectories(share.resolve("completions"));
        Files.writeString(completions.resolve("start.bash"), AutoComplete.bash("start", commandLine));
    }
}
