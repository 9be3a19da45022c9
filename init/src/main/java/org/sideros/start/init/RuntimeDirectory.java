package org.sideros.start.init;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.sideros.start.error.StartError;

/** The runtime directory, claimed for one supervisor: by a lock that ends with the process, whatever ends it. */
final class RuntimeDirectory implements AutoCloseable {
    private final FileChannel channel;

    private RuntimeDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory if it is missing, and claims it.
     *
     * @throws StartError.Refused when another supervisor has it
     * @throws IOException when it cannot be made or written to
     */
    static RuntimeDirectory claim(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new StartError.Refused("another supervisor runs on " + directory
                    + ": stop it first (start shutdown), or give this one another runtime_dir");
        }
        return new RuntimeDirectory(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
