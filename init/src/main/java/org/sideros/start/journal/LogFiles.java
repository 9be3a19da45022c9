package org.sideros.start.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One plain file a service in the log directory, appended to by the service itself. */
public final class LogFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    private final Path directory;

    public LogFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * The file of a service. The directory is made if it is missing; empty when it cannot be written to, so that a
     * service runs even where its output cannot be kept.
     */
    public Optional<Path> file(String service) {
        Path file = directory.resolve(service + ".log");
        try {
            Files.createDirectories(directory);
            if (Files.isWritable(Files.exists(file) ? file : directory)) {
                return Optional.of(file);
            }
            LOG.warn("{}: {} is not writable; the output is dropped", service, directory);
        } catch (IOException e) {
            LOG.warn("{}: {}: {}; the output is dropped", service, directory, e.getMessage());
        }
        return Optional.empty();
    }
}
