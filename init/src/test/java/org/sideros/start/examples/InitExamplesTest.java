package org.sideros.start.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;

/** The examples that are a supervisor, as programs of their own that are not in charge of the system. */
@Tag("forks")
class InitExamplesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(directory.resolve("services"));
        Files.writeString(
                directory.resolve("start.toml"), "[init]\nservices_dir = \"services\"\nruntime_dir = \"run\"\n");
        Files.writeString(
                directory.resolve("services/hello.toml"),
                "[service]\nexec = [\"sh\", \"-c\", \"hostname > " + file("name") + "; trap 'echo > " + file("stopped")
                        + "; exit' TERM; echo > " + file("started") + "; while :; do sleep 0.1; done\"]\n");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** Without any option of JNA's: nothing but the two that Java itself wants. */
    private Process run(List<String> before, Class<?> example, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dstart.executor=" + Path.of("target/native/start-exec").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                example.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(file("said").toFile());
        builder.environment().put("START_CONFIG", file("start.toml").toString());
        return builder.start();
    }

    private void awaitFile(String name, Process process) {
        await().atMost(Patience.LONG).until(() -> {
            assertTrue(process.isAlive(), () -> said());
            return Files.exists(file(name));
        });
    }

    private String said() {
        try {
            return Files.readString(file("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void runningAsInit() throws Exception {
        Process process = run(List.of(), RunningAsInit.class);
        try {
            awaitFile("started", process);
            assertTrue(Files.exists(file("run/control.sock")));
            process.destroy();
            assertTrue(process.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), this::said);
            assertTrue(Files.exists(file("stopped")));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void preparingTheSystem() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root: namespaces");
        List<String> apart =
                List.of("unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        Process process = run(apart, PreparingTheSystem.class, "sideros");
        try {
            awaitFile("started", process);
            assertEquals("sideros\n", Files.readString(file("name")));
            assertEquals(name, Files.readString(Path.of("/proc/sys/kernel/hostname")));
            // unshare(1) itself does not mind the signal.
            process.children().forEach(ProcessHandle::destroy);
            assertTrue(process.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), this::said);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
