package org.sideros.start.manager;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sideros.start.error.StartError;

/** The runtime directory, claimed for one supervisor: by a lock that ends with the process, whatever ends it. */
public final class RuntimeDirectory implements AutoCloseable {
    /**
     * What this JVM has claimed. A lock of fcntl(2) belongs to the process and goes when <em>any</em> descriptor of the
     * file is closed: so a second claim must be refused before it opens the file.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private RuntimeDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Makes the directory if it is missing, and claims it.
     *
     * @throws StartError.Refused when another supervisor has it
     * @throws IOException when it cannot be made or written to
     */
    public static RuntimeDirectory claim(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path real = directory.toRealPath();
        if (!OURS.add(real)) {
            throw taken(directory);
        }
        FileChannel channel = null;
        boolean claimed = false;
        try {
            channel = FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            claimed = channel.tryLock() != null;
        } finally {
            if (!claimed) {
                OURS.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
        if (!claimed) {
            throw taken(directory);
        }
        return new RuntimeDirectory(real, channel);
    }

    private static StartError taken(Path directory) {
        return new StartError.Refused("another supervisor runs on " + directory
                + ": stop it first (start shutdown), or give this one another runtime_dir");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OURS.remove(directory);
    }
}
