package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name of the machine: of {@code start.toml}, else of hostname(5). */
final class Hostname {
    private static final Logger LOG = LoggerFactory.getLogger(Hostname.class);
    private static final Path FILE = Path.of("/etc/hostname");

    private Hostname() {}

    static void set(Optional<String> configured) {
        Optional<String> name = configured.or(Hostname::ofFile);
        if (name.isEmpty()) {
            return;
        }
        try {
            Kernel.hostname(name.get());
        } catch (PosixException e) {
            LOG.error("{}; boot goes on without it", e.getMessage());
        }
    }

    private static Optional<String> ofFile() {
        try {
            return Files.readAllLines(FILE).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
