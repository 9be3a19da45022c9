package org.sideros.start.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that a real Debian runs under start: two boots of one disk, each ending in a clean power-off. */
class DebianBootTest {

    private static final Set<String> DAEMONS = Set.of(
            "chrony", "console", "cron", "dbus", "haproxy", "nginx", "postgresql", "redis", "rsyslog", "sshd", "udevd");

    /** As the units of Debian's packages have it, but for PostgreSQL, which Debian hides behind a script of its own. */
    private static final Map<String, String> TYPES = Map.of(
            "chrony", "forking",
            "cron", "simple",
            "dbus", "notify",
            "haproxy", "notify",
            "nginx", "forking",
            "postgresql", "notify",
            "redis", "notify",
            "rsyslog", "notify",
            "sshd", "notify",
            "udevd", "notify");

    @TempDir
    static Path scratch;

    private static Report boot = new Report(Map.of(), "");
    private static Report nextBoot = boot;

    /** {@code testbed/boot} itself fails if the kernel panics, the machine hangs or the file system is not clean. */
    @BeforeAll
    static void bootTwice() throws IOException, InterruptedException {
        Machine machine = Machine.debian().disk(scratch.resolve("disk.img"));
        boot = machine.check("debian.sh");
        nextBoot = machine.check("debian-again.sh");
    }

    @Test
    void processOneIsStartInit() {
        assertEquals(
                "/usr/lib/sideros-start/libexec/start-init", boot.passed("pid1").output());
    }

    @Test
    void theDefaultTargetIsActive() {
        boot.passed("target");
        nextBoot.passed("target");
    }

    @Test
    void everyServiceIsActive() {
        TreeMap<String, String> states = new TreeMap<>();
        statuses().forEach((name, service) -> {
            if (!service.get("type").getAsString().equals("target") && !name.equals("testbed-run")) {
                states.put(name, service.get("state").getAsString());
            }
        });
        TreeSet<String> missing = new TreeSet<>(DAEMONS);
        missing.removeAll(states.keySet());
        assertEquals(Set.of(), missing);
        states.values().removeIf("active"::equals);
        assertEquals(new TreeMap<>(), states, "services that are not active");
    }

    private static Map<String, JsonObject> statuses() {
        Map<String, JsonObject> statuses = new TreeMap<>();
        for (JsonElement element :
                JsonParser.parseString(boot.passed("status").output()).getAsJsonArray()) {
            JsonObject service = element.getAsJsonObject();
            statuses.put(service.get("name").getAsString(), service);
        }
        return statuses;
    }

    private static String member(String service, String key) {
        return Objects.requireNonNull(statuses().get(service), service).get(key).getAsString();
    }

    @Test
    void everyDaemonRunsInTheTypeOfItsPackage() {
        TYPES.forEach((name, type) -> assertEquals(type, member(name, "type"), name));
    }

    @Test
    void everyLimitIsEnforced() {
        statuses()
                .forEach((name, service) ->
                        assertTrue(service.getAsJsonArray("not_enforced").isEmpty(), service.toString()));
    }

    @Test
    void theMainProcessOfAForkingDaemonIsTheOneItNames() {
        assertEquals("nginx", boot.passed("nginx-pid-file").output());
        assertEquals("chronyd", boot.passed("chrony-pid-file").output());
    }

    @Test
    void chronyAnswersItsClient() {
        boot.passed("chrony");
    }

    @Test
    void aStatusTextIsWhatTheDaemonSays() {
        assertEquals("Ready to accept connections", member("redis", "status_text"));
    }

    @Test
    void aReloadKeepsTheMainProcessAndTakesTheNewConfiguration() {
        boot.passed("nginx-reload");
        boot.passed("nginx-workers");
        boot.passed("haproxy");
        boot.passed("haproxy-reload");
        boot.passed("haproxy-reloaded");
        for (String service : List.of("sshd", "rsyslog", "postgresql", "udevd", "dbus")) {
            boot.passed(service + "-reload");
        }
        boot.passed("ssh-reloaded");
        boot.passed("postgres-reloaded");
    }

    @Test
    void aRestartIsAnotherMainProcess() {
        for (String service : List.of("nginx", "chrony", "haproxy", "redis", "rsyslog")) {
            boot.passed(service + "-restart");
        }
        boot.passed("redis-restarted");
        boot.passed("haproxy-restarted");
    }

    @Test
    void aStoppedDaemonHasEndedByItself() {
        for (String service : List.of("chrony", "haproxy")) {
            String output = boot.passed(service + "-stop").output();
            JsonObject status = JsonParser.parseString(output.substring(output.indexOf('{')))
                    .getAsJsonObject();
            assertEquals("inactive", status.get("state").getAsString(), output);
            assertEquals("success", status.get("result").getAsString(), output);
        }
        boot.passed("start-again");
    }

    @Test
    void nginxAnswersHttp() {
        assertEquals("200", boot.passed("http").output());
    }

    @Test
    void redisAnswersPing() {
        assertEquals("PONG", boot.passed("redis").output());
    }

    @Test
    void postgresqlAnswersAQuery() {
        assertEquals("1", boot.passed("postgres").output());
    }

    @Test
    void sshdSendsItsBanner() {
        boot.passed("ssh");
    }

    @Test
    void rsyslogWritesWhatLoggerSays() {
        boot.passed("logger");
        boot.passed("rsyslog");
    }

    @Test
    void cronRunsAJobOfItsDirectory() {
        assertEquals("cron was here", boot.passed("cron").output());
    }

    @Test
    void dbusAnswersOnTheSystemBus() {
        assertTrue(boot.passed("dbus").output().contains("org.freedesktop.DBus"));
    }

    @Test
    void udevHasNamedTheRootDisk() {
        boot.passed("udev");
    }

    @Test
    void theSerialConsoleHasAShell() {
        assertTrue(boot.passed("console").output().contains("bash"));
    }

    @Test
    void theHostNameIsThatOfTheConfiguration() {
        assertEquals("testbed", boot.passed("hostname").output());
    }

    @Test
    void noZombieIsLeft() {
        for (String check : List.of("processes", "zombies")) {
            List<String> zombies = boot.passed(check).lines().stream()
                    .filter(line -> line.startsWith("Z"))
                    .toList();
            assertEquals(List.of(), zombies, check);
        }
    }

    @Test
    void nginxComesBackAfterItsMasterWasKilled() {
        boot.passed("killed");
        boot.passed("nginx-again");
        JsonObject nginx =
                JsonParser.parseString(boot.passed("nginx-status").output()).getAsJsonObject();
        assertEquals("active", nginx.get("state").getAsString());
        assertTrue(nginx.get("restarts_total").getAsInt() >= 1, "restarts_total of " + nginx);
    }

    @Test
    void whatPostgresqlWroteIsThereAfterTheNextBoot() {
        boot.passed("write");
        assertEquals("here", nextBoot.passed("kept").output());
    }

    @Test
    void postgresqlWasStoppedCleanlyByThePowerOff() {
        String lastEnd = nextBoot.passed("last-end").output();
        assertTrue(lastEnd.contains("was shut down"), lastEnd);
        assertFalse(lastEnd.contains("interrupted"), lastEnd);
    }
}
