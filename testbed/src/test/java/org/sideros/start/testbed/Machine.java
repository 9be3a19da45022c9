package org.sideros.start.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A machine to boot by {@code testbed/boot}.
 *
 * @param options its arguments but for {@code --run}
 * @param limit how long the machine may live; the making of what is not cached yet comes on top
 */
record Machine(List<String> options, Duration limit) {

    /** A scenario takes some minutes on an emulated processor of its own, and four times that on a busy one. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** Fetching the kernel and making the Debian root file system, on a slow line. */
    private static final Duration PREPARATION = Duration.ofMinutes(20);

    Machine {
        options = List.copyOf(options);
    }

    static Machine debian() {
        return new Machine(List.of("--rootfs", "debian"), LIMIT);
    }

    static Machine minimal() {
        return new Machine(List.of("--rootfs", "minimal"), LIMIT);
    }

    /** The same machine with a disk that is kept. */
    Machine disk(Path file) {
        return with("--disk", file.toString());
    }

    /** The same machine with the service files of a directory of this package's resources. */
    Machine services(String directory) {
        URL found = Objects.requireNonNull(Machine.class.getResource(directory), directory);
        return with("--services", Path.of(URI.create(found.toString())).toString());
    }

    private Machine with(String option, String value) {
        List<String> more = new ArrayList<>(options);
        more.addAll(List.of(option, value));
        return new Machine(more, limit);
    }

    /** Boots, runs a script of this package's resources after {@code checks.sh}, and powers off. */
    Report check(String script) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("testbed-test");
        try {
            return boot(resource("checks.sh") + resource(script), scratch);
        } finally {
            for (String name : List.of("out", "err")) {
                Files.deleteIfExists(scratch.resolve(name));
            }
            Files.deleteIfExists(scratch);
        }
    }

    private Report boot(String command, Path scratch) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(Path.of("boot").toAbsolutePath().toString()));
        words.addAll(options);
        words.addAll(List.of("--timeout", Long.toString(limit.toSeconds()), "--run", command));
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // Maven has built the distribution just now; it must not be run again from inside itself.
        builder.environment().put("TESTBED_BUILD", "no");
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.plus(PREPARATION).toSeconds(), TimeUnit.SECONDS);
            String errors = Files.readString(err);
            if (!ended || process.exitValue() != 0) {
                String status = ended ? "exit status " + process.exitValue() : "still running";
                throw new AssertionError("testbed/boot: " + status + "\n" + errors + "\n" + Files.readString(out));
            }
            return Report.parse(Files.readString(out), errors);
        } finally {
            process.destroy();
        }
    }

    private static String resource(String name) {
        try (InputStream in = Machine.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
