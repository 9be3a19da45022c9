package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.error.StartError;
import org.sideros.start.os.EventLoop;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** A supervisor of real processes in a directory of its own, for tests. */
final class TestSupervisor implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Requester TEST = Requester.self("test");
    private static final Path EXECUTOR = Path.of("target/native/start-exec").toAbsolutePath();

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

    private static JobResult only(java.util.concurrent.CompletableFuture<JobReport> report) {
        return done(report).results().getFirst();
    }

    static JobReport done(java.util.concurrent.CompletableFuture<JobReport> report) {
        return report.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    ServiceStatus status(String name) {
        return manager.status(name);
    }

    /** Waits until the service is in that state, and returns it. */
    ServiceStatus awaitState(String name, ServiceState state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> status(name).state() == state);
        return status(name);
    }

    static boolean alive(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
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
