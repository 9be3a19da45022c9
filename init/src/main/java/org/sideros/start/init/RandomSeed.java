package org.sideros.start.init;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Randomness carried from one boot to the next, in {@code <state_dir>/random-seed}: mixed into the kernel's pool at boot
 * (random(4); not credited as entropy), written anew at once and at shutdown, so that no seed is used twice.
 */
final class RandomSeed {
    private static final Logger LOG = LoggerFactory.getLogger(RandomSeed.class);
    private static final Path POOL = Path.of("/dev/urandom");
    private static final int SIZE = 512;

    private final Path file;

    RandomSeed(Path stateDir) {
        file = stateDir.resolve("random-seed");
    }

    /** Gives the pool what was saved. */
    void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.write(POOL, Files.readAllBytes(file), StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.warn("random seed: {}, ignoring", e.toString());
        }
    }

    /** Saves a new seed; readable by us alone from the first byte. */
    void save() {
        try (InputStream pool = Files.newInputStream(POOL)) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, pool.readNBytes(SIZE));
        } catch (IOException e) {
            LOG.warn("random seed: {}, ignoring", e.toString());
        }
    }
}
