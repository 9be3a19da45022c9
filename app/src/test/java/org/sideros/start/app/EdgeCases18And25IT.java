package org.sideros.start.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.app.Distribution.Outcome;

/** Edge cases 18 and 25 of the contract, on a supervisor that runs as an ordinary process and is its own reaper. */
class EdgeCases18And25IT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ORPHANS = 300;

    @TempDir
    private Path directory;

    private final List<Process> supervisors = new ArrayList<>();

    @BeforeEach
    void makeConfiguration() throws IOException {
        Files.createDirectories(directory.resolve("services"));
        configure("run");
    }

    @AfterEach
    void endSupervisors() throws InterruptedException {
        for (Process supervisor : supervisors) {
            supervisor.destroy();
            if (!supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        }
    }

    private void configure(String runtimeDir) throws IOException {
        Files.writeString(directory.resolve("start.toml"), """
                [init]
                services_dir = "services"
                runtime_dir = "%s"
                cgroup_root = "no-cgroups"
                default_target = "basic.target"
                """.formatted(runtimeDir));
    }

    private Process supervisor() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Distribution.built().home().resolve("bin/start").toString(),
                        "--config",
                        directory.resolve("start.toml").toString(),
                        "init")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        Process supervisor = builder.start();
        supervisors.add(supervisor);
        return supervisor;
    }

    private Outcome start(String... words) throws Exception {
        return Distribution.built()
                .start(Map.of("START_CONFIG", directory.resolve("start.toml").toString()), words);
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE).until(() -> start("list").err().isEmpty());
    }

    @Test
    void edgeCase18OrphansAreReapedAndNeverMistakenForAService() throws Exception {
        Files.writeString(directory.resolve("services/sleeper.toml"), "[service]\nexec = \"sleep 1000\"\n");
        Files.writeString(directory.resolve("services/parent.toml"), """
                [service]
                type = "oneshot"
                exec = ["sh", "-c", "for i in $(seq %d); do (sleep 0.1 &); done"]
                enabled = false
                [service.stop]
                mode = "process"
                """.formatted(ORPHANS));
        Process supervisor = supervisor();
        awaitAnswer();

        assertEquals(0, start("start", "parent").status());

        await().atMost(PATIENCE).until(() -> children(supervisor.pid()).size() == 1);
        assertTrue(start("status", "sleeper").out().contains("state: active (running)"));
    }

    /** Processes whose parent is {@code pid}, zombies included. */
    private static List<Long> children(long pid) throws IOException {
        List<Long> children = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                try {
                    String stat = Files.readString(entry.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    if (Long.parseLong(fields[1]) == pid) {
                        children.add(Long.valueOf(entry.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // Gone while we looked: no child.
                }
            }
        }
        return children;
    }

    @Test
    void edgeCase25AMissingRuntimeDirectoryIsMadeAndAStaleSocketReplaced() throws Exception {
        configure("deep/down/run");
        Path runtime = directory.resolve("deep/down/run");
        Files.createDirectories(runtime);
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(runtime.resolve("control.sock")));
        }
        assertTrue(Files.exists(runtime.resolve("control.sock")));

        supervisor();

        awaitAnswer();
    }

    @Test
    void edgeCase25ARuntimeDirectoryThatCannotBeIsAClearError() throws Exception {
        Files.writeString(directory.resolve("file"), "in the way");
        configure("file/run");

        Process supervisor = supervisor();

        assertTrue(supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, supervisor.exitValue());
        String said = Files.readString(directory.resolve("out"));
        assertTrue(said.contains(directory.resolve("file").toString()), said);
    }

    @Test
    void edgeCase25ASecondSupervisorIsRefusedAndTheFirstNotDisturbed() throws Exception {
        Process first = supervisor();
        awaitAnswer();

        Process second = supervisor();

        assertTrue(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(8, second.exitValue());
        assertTrue(first.isAlive());
        assertEquals("", start("list").err());
    }

    @Test
    void edgeCase25ARemovedSocketIsMadeAgainOnSigusr1() throws Exception {
        Process supervisor = supervisor();
        awaitAnswer();
        Files.delete(directory.resolve("run/control.sock"));

        assertEquals(
                0,
                new ProcessBuilder("kill", "-USR1", Long.toString(supervisor.pid()))
                        .start()
                        .waitFor());

        awaitAnswer();
    }
}
