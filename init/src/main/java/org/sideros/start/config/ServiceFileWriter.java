package org.sideros.start.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sideros.start.error.StartError;

/**
 * Writes new service files. At any moment, a crash included, the file is either absent (or the old one) or whole, and
 * it is valid: what would not load is not written.
 */
public final class ServiceFileWriter {
    private ServiceFileWriter() {}

    /**
     * Write {@code <directory>/<name>.toml}, making the directory if need be.
     *
     * @param replace whether a file that is there already is replaced
     * @return the file
     * @throws StartError.InvalidArgument if the name is none, or the file would not be valid
     * @throws StartError.Refused if there is such a file and {@code replace} is false
     * @throws IOException if the file system says no
     */
    public static Path write(NewService service, Path directory, boolean replace) throws IOException {
        String name = ServiceName.check(service.name());
        Path file = directory.resolve(name + DirectoryScan.SUFFIX);
        ByteBuffer bytes = valid(service, file);
        if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(name, file);
        }
        Files.createDirectories(directory);
        // A leading dot keeps a loader that runs right now from reading half a file.
        Path temporary =
                directory.resolve("." + name + "." + ProcessHandle.current().pid() + ".new");
        try {
            writeDurably(temporary, bytes);
            if (replace) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                // link(2) fails where rename(2) would replace a file made in the meantime.
                Files.createLink(file, temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(name, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        // The name is durable only when the directory that holds it is.
        try (FileChannel entries = FileChannel.open(directory)) {
            entries.force(true);
        }
        return file;
    }

    private static ByteBuffer valid(NewService service, Path file) {
        String toml = service.toToml();
        List<Problem> problems = new ArrayList<>();
        Value.Table table = TomlSource.parse(file, toml, problems);
        if (table != null) {
            problems.addAll(new ServiceFileReader(Defaults.BUILT_IN)
                    .read(service.name(), table, file)
                    .problems());
        }
        for (Problem problem : problems) {
            if (problem.isError()) {
                throw new StartError.InvalidArgument("service", service.name() + ": " + problem.message());
            }
        }
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(toml));
        } catch (CharacterCodingException e) {
            throw new StartError.InvalidArgument(
                    "service", service.name() + ": the arguments hold half a character, which no file can");
        }
    }

    private static void writeDurably(Path temporary, ByteBuffer bytes) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel out = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private static StartError exists(String name, Path file) {
        return new StartError.Refused(name + ": " + file + " exists already; --force replaces it");
    }
}
