package org.sideros.start.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Other programs, run to their end. */
final class Commands {
    private Commands() {}

    /** Runs a command and returns what it printed, both streams together. */
    static String run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new BuildFailure(String.join(" ", command) + " exited " + status + ":\n" + output);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new BuildFailure("interrupted in " + command[0]);
        }
        return output;
    }
}
