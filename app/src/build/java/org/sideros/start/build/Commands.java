package org.sideros.start.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Other programs, run to their end. */
final class Commands {
    private Commands() {}

    /**
     * Runs a command and returns what it printed, both streams together. It has no environment but {@code PATH}, so that
     * what comes of it depends on nobody's settings, and so that Java is trained as it runs below an init: without a
     * locale.
     */
    static String run(Path directory, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
