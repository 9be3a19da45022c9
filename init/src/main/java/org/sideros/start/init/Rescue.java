package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell on the console that {@code single} and {@code emergency} on the kernel command line ask for. */
final class Rescue {
    static final String TARGET = "rescue.target";

    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);
    private static final String SHELL = """
            [service]
            description = "Shell on the console"
            exec = ["/bin/sh", "-c", "exec /bin/sh -i </dev/console >/dev/console 2>&1"]
            [service.restart]
            policy = "always"
            delay = "1s"
            max_attempts = 0
            [service.environment]
            HOME = "/root"
            TERM = "linux"
            [service.dependencies]
            wanted_by = ["rescue.target"]
            """;

    private Rescue() {}

    /** Writes the shell's service file into {@code directory}. */
    static void writeShell(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("rescue-shell.toml"), SHELL);
        } catch (IOException e) {
            LOG.error("no rescue shell: {}", e.toString());
        }
    }
}
