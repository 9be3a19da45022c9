package org.sideros.start.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sideros.start.os.Kernel;

/** Runtime directories of managers that are embedded in other programs. */
final class LibraryPaths {
    private static final String LIBRARY = "sideros/library";
    /** Bytes of a digest that keep two services directories of one name apart. */
    private static final int DIGEST = 8;

    private LibraryPaths() {}

    /** The directory that all who manage {@code services} claim: so that no service runs twice. */
    static Path runtimeOf(Path services) throws IOException {
        Path real = services.toRealPath();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(real.toString().getBytes(StandardCharsets.UTF_8));
            return base().resolve(real.getFileName() + "-" + HexFormat.of().formatHex(digest, 0, DIGEST));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A new directory of nobody else's, to be deleted in the end. */
    static Path fresh() throws IOException {
        Path base = base();
        Files.createDirectories(base);
        // Services that run as other users have to get at what is theirs in it.
        return Files.createTempDirectory(
                base,
                Kernel.pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /** Where this user keeps what lives as long as the machine is up. */
    private static Path base() throws IOException {
        int uid = Kernel.effectiveUser();
        String variable = System.getenv("XDG_RUNTIME_DIR");
        Path usual = uid == 0 ? Path.of("/run") : ofUser(uid, variable);
        return Files.isWritable(usual) ? usual.resolve(LIBRARY) : temporary(uid).resolve(LIBRARY);
    }

    private static Path ofUser(int uid, @Nullable String variable) {
        return variable != null && variable.startsWith("/") ? Path.of(variable) : Path.of("/run/user/" + uid);
    }

    /** Everybody can write to /tmp: a directory there is ours only if nobody else made it or may change it. */
    private static Path temporary(int uid) throws IOException {
        Path own = Path.of(System.getProperty("java.io.tmpdir"), "sideros-" + uid);
        if (!Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        boolean ours = Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(own, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(uid)
                && ((int) Files.getAttribute(own, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 022) == 0;
        if (!ours) {
            throw new IOException(own + " is not ours alone: remove it, or name a runtime directory");
        }
        return own;
    }

    /** Deletes a directory with all there is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
