package org.sideros.start.init;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sideros.start.Patience;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** A supervisor in a JVM of its own, which reaps its orphans itself. */
final class SupervisorProcess implements AutoCloseable {
    private static final Duration PATIENCE = Patience.LONG;
    private static final Path EXECUTOR = Path.of("target/native/start-exec").toAbsolutePath();

    private final Path directory;
    private final Process process;
    private final Path said;

    private SupervisorProcess(Path directory, Process process, Path said) {
        this.directory = directory;
        this.process = process;
        this.said = said;
    }

    /** A configuration whose runtime directory is {@code run}, however deep. */
    static void prepare(Path directory, String run) throws IOException {
        Files.createDirectories(directory.resolve("services"));
        Files.writeString(
                directory.resolve("start.toml"),
                "[init]\nservices_dir = \"services\"\nruntime_dir = \"" + run + "\"\n");
    }

    static void file(Path directory, String name, String toml) throws IOException {
        Files.writeString(directory.resolve("services/" + name + ".toml"), toml);
    }

    /** Starts one; {@code before} is a command that executes what follows it. */
    static SupervisorProcess start(Path directory, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djna.nosys=true",
                "-Djna.platform.library.path=",
                "-cp",
                System.getProperty("java.class.path"),
                SupervisorMain.class.getName(),
                directory.resolve("start.toml").toString(),
                EXECUTOR.toString()));
        Path said = Files.createTempFile(directory, "said", "");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        return new SupervisorProcess(directory, process, said);
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    int pid() {
        return (int) process.pid();
    }

    void signal(String name) throws PosixException {
        Kernel.kill(pid(), Signals.number(name).orElseThrow());
    }

    /** Waits for its end and returns its exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the supervisor still runs");
        }
        return process.exitValue();
    }

    /** What it wrote to its standard output and error. */
    String said() throws IOException {
        return Files.readString(said);
    }

    boolean answers(String run) {
        try (ControlClient client = ControlClient.connect(directory.resolve(run).resolve("control.sock"))) {
            return !client.list().isEmpty();
        } catch (StartError e) {
            return false;
        }
    }

    SupervisorProcess awaitAnswer(String run) {
        eventually(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the supervisor has ended: " + said());
            }
            return answers(run);
        });
        return this;
    }

    List<ServiceStatus> list(String run) {
        try (ControlClient client = ControlClient.connect(directory.resolve(run).resolve("control.sock"))) {
            return client.list();
        }
    }

    ServiceStatus awaitState(String run, String name, ServiceState state) {
        eventually(() -> list(run).stream().anyMatch(s -> s.name().equals(name) && s.state() == state));
        return list(run).stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
