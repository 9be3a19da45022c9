package org.sideros.start.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.app.Distribution.Outcome;

/** Verifies the verbs as a shell sees them, without a supervisor: words in, lines and exit status out. */
class CommandLineIT {
    @TempDir
    private Path directory;

    private Path services = Path.of(".");

    @BeforeEach
    void makeConfiguration() throws IOException {
        services = Files.createDirectories(directory.resolve("services"));
        Files.writeString(directory.resolve("start.toml"), """
                [init]
                services_dir = "services"
                runtime_dir = "run"
                """);
        service("web", """
                [service]
                description = "Web server"
                exec = "/bin/httpd"
                [service.dependencies]
                requires = ["db"]
                """);
        service("db", """
                [service]
                type = "oneshot"
                exec = "/bin/true"
                enabled = false
                """);
    }

    private void service(String name, String toml) throws IOException {
        Files.writeString(services.resolve(name + ".toml"), toml);
    }

    private Outcome start(String... words) throws Exception {
        return Distribution.built()
                .start(Map.of("START_CONFIG", directory.resolve("start.toml").toString()), words);
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        Outcome asked = start("--help");
        Outcome alone = start();

        assertEquals(0, asked.status());
        assertTrue(asked.out().contains("Usage: start"), asked.out());
        for (String verb :
                List.of("init", "start", "stop", "restart", "reload", "status", "list", "new", "check", "top")) {
            assertTrue(asked.out().contains("\n  " + verb + " "), verb);
        }
        assertEquals(2, alone.status());
        assertEquals("", alone.out());
        assertTrue(alone.err().contains("Usage: start"), alone.err());
    }

    @Test
    void guessesTheVerbThatWasMeant() throws Exception {
        Outcome outcome = start("statsu");

        assertEquals(2, outcome.status());
        assertEquals("start: statsu: no such verb; did you mean \"status\"?; see: start --help\n", outcome.err());
    }

    @Test
    void refusesUnknownOptionsInOneLine() throws Exception {
        Outcome outcome = start("list", "--frobnicate");

        assertEquals(2, outcome.status());
        assertTrue(outcome.err().startsWith("start: Unknown option: '--frobnicate'"), outcome.err());
        assertEquals(1, outcome.err().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "restart"})
    void needsANameForAJob(String verb) throws Exception {
        assertEquals(2, start(verb).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", ".hidden", "-x", "a/b"})
    void refusesWhatIsNoName(String name) throws Exception {
        assertEquals(2, start("status", "--", name).status());
        assertEquals(2, start("start", "--", name).status());
        assertEquals(2, start("new", "--", name, "/bin/true").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "restart", "reload"})
    void saysThatNoSupervisorAnswers(String verb) throws Exception {
        Outcome outcome = start(verb, "web");

        assertEquals(5, outcome.status());
        assertTrue(outcome.err().startsWith("start: no supervisor answers on "), outcome.err());
    }

    @Test
    void cannotShutDownWhatDoesNotRun() throws Exception {
        assertEquals(5, start("shutdown").status());
        assertEquals(2, start("shutdown", "--reboot", "--halt").status());
    }

    @Test
    void hasNoConsoleWithoutASupervisor() throws Exception {
        Outcome outcome = start("top");

        assertEquals(5, outcome.status());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("start: no supervisor answers on "), outcome.err());
    }

    @Test
    void listsOneLineAServiceFromTheFiles() throws Exception {
        Outcome outcome = start("list");

        assertEquals(0, outcome.status());
        assertTrue(outcome.err().contains("no supervisor"), outcome.err());
        List<String> lines =
                outcome.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertTrue(lines.contains("web simple inactive enabled Web server"), outcome.out());
        assertTrue(lines.contains("db oneshot inactive disabled"), outcome.out());
    }

    @Test
    void listsWhatWasAskedFor() throws Exception {
        assertEquals("db", start("list", "--type", "oneshot").out().strip().split(" ", 2)[0]);
        assertEquals("", start("list", "--state", "active").out());
        assertEquals(2, start("list", "--state", "actvie").status());
    }

    @Test
    void takesOptionsBeforeAndAfterTheVerb() throws Exception {
        String config = directory.resolve("start.toml").toString();
        Distribution built = Distribution.built();

        Outcome before = built.start(Map.of(), "--config", config, "--json", "list");
        Outcome after = built.start(Map.of(), "list", "--json", "--config=" + config);

        assertEquals(0, before.status(), before.err());
        assertEquals(before.out(), after.out());
        JsonArray services = JsonParser.parseString(before.out()).getAsJsonArray();
        assertTrue(services.asList().stream()
                .anyMatch(s -> s.getAsJsonObject().get("name").getAsString().equals("web")));
    }

    @Test
    void showsOneServiceAsOneObjectWithEveryMember() throws Exception {
        Outcome outcome = start("status", "web", "--json");

        assertEquals(3, outcome.status());
        JsonObject web = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertTrue(
                web.keySet()
                        .containsAll(Set.of(
                                "name",
                                "description",
                                "type",
                                "state",
                                "substate",
                                "result",
                                "enabled",
                                "pid",
                                "since",
                                "exit_code",
                                "exit_signal",
                                "restarts",
                                "restarts_total",
                                "invocation",
                                "status_text",
                                "file",
                                "stale",
                                "memory_bytes",
                                "cpu_usec",
                                "tasks",
                                "requires",
                                "wants",
                                "after",
                                "level")),
                web.toString());
        assertTrue(web.get("pid").isJsonNull());
        assertEquals("inactive", web.get("state").getAsString());
        assertEquals("db", web.get("requires").getAsJsonArray().get(0).getAsString());
    }

    @Test
    void showsOneServiceAsLines() throws Exception {
        Outcome outcome = start("status", "web");

        List<String> lines = outcome.out().lines().toList();
        assertEquals(3, outcome.status());
        assertTrue(lines.contains("state: inactive (dead)"), outcome.out());
        assertTrue(lines.contains("requires: db"), outcome.out());
        assertFalse(outcome.out().contains("\u001b"), "no colours where there is no terminal");
    }

    @Test
    void showsWhyAFileIsNoService() throws Exception {
        service("bad", "[service]\nexce = 1\n");

        Outcome outcome = start("status", "bad", "--json");

        JsonObject bad = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(3, outcome.status());
        assertEquals("failed", bad.get("state").getAsString());
        assertEquals("bad-config", bad.get("result").getAsString());
        assertTrue(bad.get("status_text").getAsString().contains("bad.toml:2:1: error:"), bad.toString());
    }

    @Test
    void knowsNoServiceWithoutAFile() throws Exception {
        Outcome outcome = start("status", "nothing");

        assertEquals(4, outcome.status());
        assertTrue(outcome.err().contains("start: nothing: no such service"), outcome.err());
    }

    @Test
    void findsNothingWrongWithTheExamples() throws Exception {
        Outcome outcome = start(
                "check", Distribution.built().home().resolve("share/examples").toString());

        assertEquals("", outcome.out());
        assertEquals(0, outcome.status());
    }

    @Test
    void checksFilesWithLineAndColumn() throws Exception {
        service("bad", "[service]\nexec = \"/bin/true\"\ntpye = \"simple\"\n");

        Outcome all = start("check");
        Outcome one = start("check", services.resolve("bad.toml").toString());
        Outcome json = start("check", "--json");

        assertEquals(1, all.status());
        assertTrue(all.out().contains(services.resolve("bad.toml") + ":3:1: error: "), all.out());
        assertEquals(1, one.status());
        assertTrue(one.out().contains("did you mean \"type\"?"), one.out());
        JsonObject problem =
                JsonParser.parseString(json.out()).getAsJsonArray().get(0).getAsJsonObject();
        assertEquals(3, problem.get("line").getAsInt());
        assertEquals(1, json.status());
    }

    @Test
    void checksDependencies() throws Exception {
        service("db", "[service]\nexec = \"/bin/true\"\n[service.dependencies]\nrequires = [\"web\"]\n");
        Outcome cycle = start("check");

        service("db", "[service]\nexec = \"/bin/true\"\n[service.dependencies]\nrequires = [\"nobody\"]\n");
        Outcome missing = start("check");

        assertEquals(1, cycle.status());
        assertTrue(cycle.out().contains("cycle"), cycle.out());
        assertEquals(1, missing.status());
        assertTrue(missing.out().contains("nobody"), missing.out());
    }

    @Test
    void writesAServiceThatIsValid() throws Exception {
        Outcome written = start(
                "new",
                "mine",
                "/bin/sh -c 'echo hello world'",
                "-o",
                directory.resolve("mine.log").toString(),
                "--env",
                "A=b c",
                "--after",
                "db,network.target",
                "--requires=db",
                "--restart",
                "on-failure",
                "--user",
                "nobody");

        assertEquals(0, written.status(), written.err());
        assertEquals("mine: wrote " + services.resolve("mine.toml") + "\n", written.out());
        assertEquals(0, start("check").status());
        assertEquals(3, start("status", "mine").status());
    }

    @Test
    void replacesAServiceOnlyWhenForced() throws Exception {
        Outcome refused = start("new", "web", "/bin/true");
        Outcome forced = start("new", "web", "/bin/true", "--force");

        assertEquals(8, refused.status());
        assertTrue(refused.err().contains("--force"), refused.err());
        assertEquals(0, forced.status(), forced.err());
    }

    @Test
    void writesNothingThatWouldNotLoad() throws Exception {
        Outcome outcome = start("new", "odd", "/bin/sh -c 'unbalanced");

        assertEquals(2, outcome.status());
        assertFalse(Files.exists(services.resolve("odd.toml")));
    }

    @Test
    void stopsAtAConfigurationWithErrors() throws Exception {
        Files.writeString(directory.resolve("start.toml"), "[init]\nruntime_dir = 5\n");

        Outcome outcome = start("list");

        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("start.toml:2:"), outcome.err());
    }

    @Test
    void writesUtf8WhateverTheLocale() throws Exception {
        service("web", "[service]\ndescription = \"Käse ☕\"\nexec = \"/bin/true\"\n");

        assertTrue(start("list").out().contains("Käse ☕"));
    }
}
