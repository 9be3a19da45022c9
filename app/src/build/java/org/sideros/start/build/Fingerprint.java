package org.sideros.start.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest of everything something is made from, kept in a file beside it to tell whether it has to be made again. */
final class Fingerprint {
    private final Path file;
    private final MessageDigest digest;
    private String value = "";

    Fingerprint(Path file) {
        this.file = file;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Fingerprint text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    /** The JDK this program runs on. */
    Fingerprint jdk() throws IOException {
        return files(List.of(Path.of(System.getProperty("java.home"), "release")));
    }

    Fingerprint files(List<Path> files) throws IOException {
        for (Path path : files) {
            text(path.getFileName().toString());
            digest.update(Files.readAllBytes(path));
        }
        return this;
    }

    Fingerprint tree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files(files.filter(Files::isRegularFile).sorted().toList());
        }
    }

    /** Whether the digest is the one remembered. Ends the collecting of inputs. */
    boolean unchanged() throws IOException {
        value = HexFormat.of().formatHex(digest.digest());
        return Files.exists(file) && Files.readString(file).equals(value);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    void remember() {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
