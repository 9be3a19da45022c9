package org.sideros.start.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the native programs as the build made them. */
final class NativePrograms {
    /** Far longer than anything here takes, so that only a hang reaches it. */
    private static final long HANG_SECONDS = 300;

    /** How a command ended. */
    record Run(int status, String out, String err) {}

    private NativePrograms() {}

    static String program(String name) {
        return Path.of("target", "native", name).toAbsolutePath().toString();
    }

    static String probe() {
        return program("probe");
    }

    static void assumeRoot() {
        assumeTrue(isRoot(), "needs root: other users, and namespaces");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Runs a command to its end, with {@code environment} added to ours. */
    static Run run(Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile("native", ".out");
        Path err = Files.createTempFile("native", ".err");
        try {
            Process process = start(environment, command, out, err);
            if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + command + "\n" + read(out) + read(err));
            }
            return new Run(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Run run(String... command) throws Exception {
        return run(Map.of(), List.of(command));
    }

    static Process start(Map<String, String> environment, List<String> command, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A file's text, with bytes that are no text replaced. */
    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
        return permit(file, "rwxr-xr-x");
    }

    static Path permit(Path file, String permissions) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** A copy where every user can execute it, which the build's directory need not allow. */
    static Path copy(String name, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        return permit(Files.copy(Path.of(program(name)), to, StandardCopyOption.REPLACE_EXISTING), "rwxr-xr-x");
    }
}
