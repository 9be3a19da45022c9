package org.sideros.start.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The run that the AOT cache is made from: verbs of the command line and a supervisor with a few services, in one
 * process, because one recording makes one cache. What is not used here is parsed and linked anew in each run of users.
 */
public final class Training {
    private final Path directory;
    private final Path examples;

    private Training(Path directory, Path examples) {
        this.directory = directory;
        this.examples = examples;
    }

    /** Arguments: an empty directory to work in, and one of service files. */
    public static void main(String[] args) throws IOException {
        new Training(Path.of(args[0]), Path.of(args[1])).run();
        System.exit(0);
    }

    private void run() throws IOException {
        Path services = Files.createDirectories(directory.resolve("services"));
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.toList()) {
                Files.copy(file, services.resolve(file.getFileName()));
            }
        }
        Files.writeString(directory.resolve("start.toml"), """
                [init]
                services_dir = "services"
                runtime_dir = "run"
                default_target = "basic.target"
                [logging]
                level = "info"
                """);
        anywhere();
        offline();
    }

    private void anywhere() {
        Console.system().flush();
        Environment.read();
        verb(0, "version");
        verb(0, "version", "--json");
        verb(0, "--help");
        verb(0, "status", "--help");
        verb(2, "no-such-verb");
    }

    private void offline() {
        verb(0, "list");
        verb(0, "list", "--json");
        verb(0, "status");
        verb(3, "status", "web");
        verb(3, "status", "web", "--json");
        verb(4, "status", "no-such-service");
        verb(0, "check");
        verb(0, "check", examples.toString());
        verb(5, "start", "web");
    }

    private void verb(int expected, String... args) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        Map<String, String> environment =
                Map.of("START_CONFIG", directory.resolve("start.toml").toString());
        int status = Start.run(new Console(writer, writer, false), environment, args);
        if (status != expected) {
            throw new IllegalStateException(
                    "start " + String.join(" ", args) + " exited " + status + ", not " + expected + ":\n" + printed);
        }
    }
}
