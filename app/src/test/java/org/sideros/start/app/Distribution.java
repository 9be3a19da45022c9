package org.sideros.start.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution that was built, or a copy of it, run as users run it. */
record Distribution(Path home) {
    private static final long PATIENCE_SECONDS = 300;

    /** How a command ended and what it printed. */
    record Outcome(int status, String out, String err) {}

    /** The one in the build directory. */
    static Distribution built() {
        return new Distribution(Path.of(System.getProperty("distribution.home")));
    }

    /** A copy with the time stamps of the original, as every way of installing makes. */
    static Distribution copiedTo(Path directory) throws Exception {
        Files.createDirectories(directory.getParent());
        Outcome copied = run(List.of("cp", "-a", built().home().toString(), directory.toString()), Map.of());
        if (copied.status() != 0) {
            throw new IOException(copied.err());
        }
        return new Distribution(directory);
    }

    /** Runs {@code bin/start}. */
    Outcome start(Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/start").toString());
        command.addAll(List.of(words));
        return run(command, environment);
    }

    /** Runs Java with the options of a file, as the launcher does, with some more and another main class. */
    Outcome java(String options, List<String> more, Map<String, String> environment, String... mainAndWords)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("lib/runtime/bin/java").toString());
        List<String> lines = Files.readAllLines(home.resolve("lib/" + options));
        for (String line : lines.subList(0, lines.size() - 1)) {
            command.add(line.replace("@HOME@", home.toString()));
        }
        command.addAll(more);
        command.addAll(List.of(mainAndWords));
        return run(command, environment);
    }

    /** The class path of its option files. */
    String classPath() throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("lib/init.options"));
        return lines.get(lines.indexOf("-cp") + 1).replace("@HOME@", home.toString());
    }

    /** Runs a command with this environment and no other. */
    static Outcome run(List<String> command, Map<String, String> environment) throws Exception {
        Path out = Files.createTempFile("start", ".out");
        Path err = Files.createTempFile("start", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end:\n" + Files.readString(err));
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
