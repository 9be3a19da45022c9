package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sideros.start.Patience;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.error.StartError;
import org.sideros.start.os.EventLoop;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** A supervisor of real processes in a directory of its own, for tests. */
final class TestSupervisor implements AutoCloseable {
    static final Duration PATIENCE = Patience.LONG;
    static final Requester TEST = Requester.self("test");
    private static final Path EXECUTOR = Path.of("target/native/start-exec").toAbsolutePath();

    /** How the processes of a service are found. */
    enum Tracking {
        CGROUPS,
        DESCENT;

        /** The line of {@code [init]} for it; the test is skipped where the machine cannot do it. */
        String line(Path directory) {
            if (this == DESCENT) {
                return "cgroup_root = \"" + directory.resolve("no-cgroups") + "\"";
            }
            Path root = Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                    .map(Path::of)
                    .filter(p -> Files.exists(p.resolve("cgroup.controllers")))
                    .findFirst()
                    .orElse(null);
            assumeTrue(root != null && Files.isWritable(root.resolve("cgroup.procs")), "no cgroup v2 to write to");
            return "cgroup_root = \"" + root + "\"";
        }
    }

    private final Path directory;
    private final EventLoop loop;
    private final ServiceManager manager;

    private TestSupervisor(Path directory, EventLoop loop, ServiceManager manager) {
        this.directory = directory;
        this.loop = loop;
        this.manager = manager;
    }

    /** A directory with a configuration and nothing else. */
    static Path prepare(Path directory, String... global) throws IOException {
        Files.createDirectories(directory.resolve("services"));
        Files.writeString(
                directory.resolve("start.toml"),
                "[init]\nservices_dir = \"services\"\nruntime_dir = \"run\"\n" + String.join("\n", global) + "\n");
        return directory;
    }

    /** Writes a service file. */
    static void file(Path directory, String name, String toml) throws IOException {
        Files.writeString(directory.resolve("services/" + name + ".toml"), toml);
    }

    /** A supervisor of what was prepared. */
    static TestSupervisor open(Path directory) throws IOException {
        EventLoop loop = new EventLoop(Throwable::printStackTrace);
        var global = GlobalConfigLoader.load(Optional.of(directory.resolve("start.toml")), 0, Map.of())
                .orThrow();

        return new TestSupervisor(
                directory, loop, ServiceManager.open(global, loop, EXECUTOR, new Parenthood(Parenthood.Kind.INIT, 1)));
    }

    ServiceManager manager() {
        return manager;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    JobResult start(String name) {
        return only(manager.start(List.of(name), TEST));
    }

    JobResult stop(String name) {
        return only(manager.stop(List.of(name), true, TEST));
    }

    JobResult restart(String name) {
        return only(manager.restart(List.of(name), true, TEST));
    }

    private static JobResult only(CompletableFuture<JobReport> report) {
        return done(report).results().getFirst();
    }

    static JobReport done(CompletableFuture<JobReport> report) {
        return report.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    ServiceStatus status(String name) {
        return manager.status(name);
    }

    /** Waits until the service is in that state, and returns it. */
    ServiceStatus awaitState(String name, ServiceState state) {
        eventually(() -> status(name).state() == state);
        return status(name);
    }

    /** Waits until it holds; much longer than anything takes, so that only a hang is noticed. */
    static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** The living processes that the supervisor of {@code directory} has started, and their descendants. */
    static List<Integer> processes(Path directory) throws IOException {
        String mark = "\0" + Machine.RUNTIME_VARIABLE + "=" + directory.resolve("run") + "\0";
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .filter(p -> ("\0" + text(p.resolve("environ"))).contains(mark))
                    .map(p -> Integer.valueOf(p.getFileName().toString()))
                    .filter(TestSupervisor::alive)
                    .toList();
        }
    }

    /** What is in a file, nothing when it is not there. */
    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The lines of a file below the directory, none when it is not there. */
    List<String> lines(String file) {
        return text(path(file)).lines().toList();
    }

    /** What is wrong with a start, in words. */
    String failure(String name) {
        return start(name).error().orElseThrow().getMessage();
    }

    static boolean alive(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            done(manager.stopAll(TEST));
        } catch (StartError e) {
            throw new AssertionError(e);
        } finally {
            manager.close();
            loop.close();
        }
    }
}
