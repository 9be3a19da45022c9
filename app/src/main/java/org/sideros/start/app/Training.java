package org.sideros.start.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The run that the AOT cache is made from: verbs of the command line and a supervisor with a few services, in one
 * process, because one recording makes one cache. What is not used here is parsed and linked anew in each run of users.
 */
public final class Training {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Path directory;
    private final Path examples;

    private Training(Path directory, Path examples) {
        this.directory = directory;
        this.examples = examples;
    }

    /** Arguments: an empty directory to work in, and one of service files. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            new Training(Path.of(args[0]), Path.of(args[1])).run();
        } catch (IllegalStateException e) {
            System.err.println("training: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
        // The supervisor's threads do not matter any more; a plain exit is what makes the JVM write the recording.
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("services"));
        Files.writeString(directory.resolve("start.toml"), """
                [init]
                services_dir = "services"
                runtime_dir = "run"
                default_target = "basic.target"
                cgroup_root = "cgroup"
                [logging]
                level = "debug"
                output = "journal"
                [defaults]
                stop_timeout = "10s"
                """);
        service("sleeper", "exec = \"/bin/sleep 1000\"", "requires = [\"once\"]");
        service("once", "type = \"oneshot\"\nexec = \"/bin/true\"\nremain_after_exit = true", "");
        service("again", "exec = [\"/bin/sh\", \"-c\", \"sleep 0.1; exit 1\"]", "after = [\"once\"]");
        service("broken", "exce = \"/bin/true\"", "");
        anywhere();
        withoutSupervisor();
        Supervisor supervisor = new Supervisor();
        supervisor.start();
        withSupervisor();
        supervisor.join(PATIENCE_MILLIS);
        if (supervisor.isAlive() || supervisor.status != 0) {
            throw new IllegalStateException("the supervisor did not end well, status " + supervisor.status);
        }
    }

    private void service(String name, String keys, String dependencies) throws IOException {
        Files.writeString(directory.resolve("services/" + name + ".toml"), """
                [service]
                description = "Training of %s"
                %s
                [service.environment]
                NAME = "value"
                [service.restart]
                policy = "no"
                delay = "1s"
                [service.timeout]
                start = "20s"
                [service.dependencies]
                %s
                """.formatted(name, keys, dependencies));
    }

    private void anywhere() {
        Console.system().flush();
        Environment.read();
        verb(0, "version");
        verb(0, "version", "--json");
        verb(0, "--help");
        verb(0, "status", "--help");
        verb(2, "no-such-verb");
        verb(2, "list", "--no-such-option");
    }

    private void withoutSupervisor() {
        verb(0, "list");
        verb(0, "list", "--json");
        verb(0, "status");
        verb(3, "status", "sleeper");
        verb(3, "status", "sleeper", "--json");
        verb(4, "status", "no-such-service");
        verb(1, "check");
        verb(0, "check", examples.toString());
        verb(5, "start", "sleeper");
        verb(5, "top", "--once");
        verb(0, "new", "written", "/bin/sleep 1000", "--after", "once", "--env", "A=b");
    }

    private void withSupervisor() throws InterruptedException {
        untilItAnswers();
        verb(0, "start", "sleeper");
        verb(0, "list");
        verb(0, "list", "--json");
        verb(0, "status");
        verb(0, "status", "--json");
        verb(0, "status", "sleeper");
        verb(0, "status", "sleeper", "--json");
        verb(0, "top", "--once");
        verb(4, "start", "no-such-service");
        verb(0, "restart", "sleeper", "once");
        verb(0, "stop", "sleeper");
        verb(0, "start", "sleeper", "--no-wait");
        verb(1, "reload");
        verb(0, "shutdown");
    }

    private void untilItAnswers() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (run("list").err().contains("no supervisor")) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the supervisor does not answer");
            }
            Thread.sleep(20);
        }
    }

    private record Printed(int status, String out, String err) {}

    private void verb(int expected, String... args) {
        Printed printed = run(args);
        if (printed.status() != expected) {
            throw new IllegalStateException("start " + String.join(" ", args) + " exited " + printed.status() + ", not "
                    + expected + ":\n" + printed.out() + printed.err());
        }
    }

    private Printed run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(
                List.of("--config", directory.resolve("start.toml").toString()));
        words.addAll(Arrays.asList(args));
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
        int status = Start.run(console, Map.of("PATH", "/usr/bin:/bin"), words.toArray(String[]::new));
        console.flush();
        return new Printed(status, out.toString(), err.toString());
    }

    /** The supervisor, on the thread that would be the main one. */
    private final class Supervisor extends Thread {
        private volatile int status = -1;

        @Override
        public void run() {
            Printed printed = Training.this.run("init");
            status = printed.status();
            System.err.print(printed.err());
        }
    }
}
