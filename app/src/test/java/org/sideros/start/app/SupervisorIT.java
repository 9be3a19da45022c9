package org.sideros.start.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.app.Distribution.Outcome;

/** Verifies the verbs against a supervisor that runs as an ordinary process. */
class SupervisorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private @Nullable Process supervisor;

    @BeforeEach
    void startSupervisor() throws Exception {
        Files.createDirectories(directory.resolve("services"));
        Files.writeString(directory.resolve("start.toml"), """
                [init]
                services_dir = "services"
                runtime_dir = "run"
                cgroup_root = "no-cgroups"
                default_target = "basic.target"
                """);
        service("db", "exec = \"/bin/sleep 1000\"\nenabled = false");
        service("web", "exec = \"/bin/sleep 1000\"\nenabled = false\n[service.dependencies]\nrequires = [\"db\"]");
        service("lost", "exec = \"/no/such/program\"\nenabled = false");
        service("slow", "type = \"oneshot\"\nexec = \"/bin/sleep 1000\"\nenabled = false");
        ProcessBuilder builder = new ProcessBuilder(
                        Distribution.built().home().resolve("bin/start").toString(), "--config", config(), "init")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().clear();
        supervisor = builder.start();
        await().atMost(PATIENCE).until(() -> start("list").err().isEmpty());
    }

    @AfterEach
    void endSupervisor() throws Exception {
        if (supervisor != null) {
            supervisor.destroy();
            if (!supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        }
    }

    private String config() {
        return directory.resolve("start.toml").toString();
    }

    private void service(String name, String keys) throws IOException {
        Files.writeString(directory.resolve("services/" + name + ".toml"), "[service]\n" + keys + "\n");
    }

    private Outcome start(String... words) throws Exception {
        return Distribution.built().start(Map.of("START_CONFIG", config()), words);
    }

    private JsonObject status(String name) throws Exception {
        return JsonParser.parseString(start("status", "--json", name).out()).getAsJsonObject();
    }

    @Test
    void startsWhatIsRequiredAndNamesWhatStopsAlong() throws Exception {
        Outcome started = start("start", "web");
        Outcome status = start("status", "web");
        Outcome refused = start("stop", "db", "--no-cascade");
        Outcome stopped = start("stop", "db");

        assertEquals("web: active (running)\n", started.out(), started.err());
        assertTrue(status.out().lines().toList().contains("state: active (running)"), status.out());
        assertEquals(0, status.status());
        assertEquals(8, refused.status());
        assertEquals("db: inactive (dead)\nalso stopped: web\n", stopped.out(), stopped.err());
        assertEquals(3, start("status", "web").status());
    }

    @Test
    void saysThatAServiceRunsAlready() throws Exception {
        start("start", "db");

        Outcome again = start("start", "db");

        assertEquals("db: already running\n", again.out());
        assertEquals(0, again.status());
    }

    @Test
    void saysWhyAStartFailed() throws Exception {
        Outcome outcome = start("start", "lost");

        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("start: lost: "), outcome.err());
        assertTrue(outcome.err().contains("/no/such/program: No such file or directory"), outcome.err());
        assertEquals("exec", status("lost").get("result").getAsString());
    }

    @Test
    void reportsTheFirstFailureOfSeveral() throws Exception {
        Outcome outcome = start("start", "db", "lost");

        assertEquals(1, outcome.status());
        assertTrue(outcome.out().contains("db: active (running)"), outcome.out());
        assertEquals(4, start("start", "nobody").status());
        assertEquals(4, start("stop", "no*body").status());
    }

    @Test
    void stopsWaitingAfterTheTimeout() throws Exception {
        Outcome outcome = start("start", "slow", "--timeout", "200ms");

        assertEquals(6, outcome.status());
        assertEquals("starting", status("slow").get("state").getAsString());
    }

    @Test
    void doesNotWaitWhenToldSo() throws Exception {
        assertEquals(0, start("start", "slow", "--no-wait").status());
        assertEquals("starting", status("slow").get("state").getAsString());
    }

    @Test
    void makesAServiceAndStartsIt() throws Exception {
        Outcome made = start("new", "mine", "/bin/sleep 1000", "--start");

        assertEquals(0, made.status(), made.err());
        assertEquals("active", status("mine").get("state").getAsString());
    }

    @Test
    void reloadsAndNamesWhatChanged() throws Exception {
        service("added", "exec = \"/bin/sleep 1000\"");
        Outcome good = start("reload");
        service("broken", "exce = \"/bin/sleep 1000\"");
        Outcome bad = start("reload");

        assertEquals("added: added\n", good.out(), good.err());
        assertEquals(1, bad.status());
        assertTrue(bad.err().contains("broken.toml:2:1: error: "), bad.err());
    }

    @Test
    void showsServicesOnceWhereThereIsNoTerminal() throws Exception {
        start("start", "web");
        start("start", "lost");

        Outcome once = start("top", "--once");
        Outcome notOnATerminal = start("top");

        assertEquals(0, once.status(), once.err());
        List<String> lines = once.out().lines().toList();
        assertTrue(lines.getFirst().endsWith(" LIVE"), once.out());
        assertTrue(lines.get(2).matches(" ! lost +FAILED .*/no/such/program: No such file or directory.*"), once.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches(" ~ web +running +[0-9]+ +[0-9]+s +0")), once.out());
        assertEquals(lines.size(), notOnATerminal.out().lines().count(), notOnATerminal.err());
    }

    @Test
    void refusesASecondSupervisor() throws Exception {
        Outcome second = start("init");

        assertEquals(8, second.status());
        assertTrue(second.err().startsWith("start: "), second.err());
    }

    @Test
    void refusesWordsThatMeanNothingToAnOrdinarySupervisor() throws Exception {
        assertEquals(2, start("init", "quiet").status());
    }

    @Test
    void endsWithEverythingStopped() throws Exception {
        start("start", "db");
        long pid = status("db").get("pid").getAsLong();

        assertEquals(0, start("shutdown").status());

        assertTrue(supervisor != null && supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, supervisor.exitValue());
        assertTrue(ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void usesTheCacheForTheSupervisor() throws Exception {
        List<String> mapped = Files.readAllLines(Path.of("/proc/" + java() + "/maps"));

        assertTrue(mapped.stream().anyMatch(line -> line.endsWith("/lib/start.aot")), "the cache is not mapped");
    }

    private long java() {
        return supervisor == null ? 0 : supervisor.pid();
    }
}
