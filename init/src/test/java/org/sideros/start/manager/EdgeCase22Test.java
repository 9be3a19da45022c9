package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edge case 22 of the contract: a service sees what it is meant to see of its surroundings, and nothing of ours. */
class EdgeCase22Test {
    @TempDir
    Path directory;

    @Test
    void edgeCase22AServiceHasADefinedProcessAndNothingOfTheSupervisor() throws IOException {
        TestSupervisor.prepare(directory);
        // What shells and echo change themselves is looked at from outside: cat is the main process.
        TestSupervisor.file(directory, "bare", """
                [service]
                exec = "sleep 1000"
                [service.environment]
                MINE = "yes"
                """);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("bare").error().isEmpty());
            int pid = supervisor.status("bare").pid().orElseThrow();
            Path proc = Path.of("/proc/" + pid);

            assertEquals(Set.of("0", "1", "2"), names(proc.resolve("fd")));
            assertEquals(
                    "/dev/null", Files.readSymbolicLink(proc.resolve("fd/0")).toString());
            assertEquals(
                    directory.resolve("run/log/bare.log").toString(),
                    Files.readSymbolicLink(proc.resolve("fd/1")).toString());
            assertEquals("/", Files.readSymbolicLink(proc.resolve("cwd")).toString());

            List<String> status = Files.readAllLines(proc.resolve("status"));
            assertEquals("0022", value(status, "Umask"));
            assertEquals("0000000000000000", value(status, "SigBlk"));
            assertEquals("0000000000000000", value(status, "SigIgn"));
            assertEquals("0000000000000000", value(status, "SigCgt"));

            Set<String> variables = new TreeSet<>();
            for (String word : Files.readString(proc.resolve("environ")).split("\0", -1)) {
                variables.add(word.replaceAll("=.*", ""));
            }
            variables.remove("");
            assertEquals(Set.of("INVOCATION_ID", "MINE", "PATH", "START_RUNTIME_DIR"), variables);
        }
    }

    @Test
    void edgeCase22EveryPropertyOfTheDefinitionIsWhatTheProcessHas() throws IOException {
        TestSupervisor.prepare(directory);
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(directory.resolve("env"), "# comment\nFROM_FILE=\"a b\"\n");
        TestSupervisor.file(directory, "set", """
                [service]
                exec = "sleep 1000"
                user = "daemon"
                group = "nogroup"
                supplementary_groups = ["tty"]
                umask = "0077"
                nice = 5
                oom_score_adj = 100
                working_directory = "%s"
                environment_file = ["%s"]
                stdout = "append:%s"
                stderr = "null"
                [service.resource_limits]
                nofile = "100:200"
                [service.security]
                no_new_privileges = true
                """.formatted(home, directory.resolve("env"), directory.resolve("out")));
        home.toFile().setExecutable(true, false);
        directory.toFile().setExecutable(true, false);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(
                    supervisor.start("set").error().isEmpty(),
                    () -> supervisor.status("set").toString());
            Path proc = Path.of("/proc/" + supervisor.status("set").pid().orElseThrow());
            List<String> status = Files.readAllLines(proc.resolve("status"));

            assertEquals("1\t1\t1\t1", value(status, "Uid"));
            assertEquals("65534\t65534\t65534\t65534", value(status, "Gid"));
            assertTrue(Set.of(value(status, "Groups").split(" ", -1)).contains("5"), value(status, "Groups"));
            assertEquals("0077", value(status, "Umask"));
            assertEquals("1", value(status, "NoNewPrivs"));
            assertEquals("100", Files.readString(proc.resolve("oom_score_adj")).strip());
            assertEquals(home, Files.readSymbolicLink(proc.resolve("cwd")));
            assertEquals(directory.resolve("out"), Files.readSymbolicLink(proc.resolve("fd/1")));
            assertEquals(
                    "/dev/null", Files.readSymbolicLink(proc.resolve("fd/2")).toString());
            assertTrue(Files.readString(proc.resolve("limits"))
                    .contains("Max open files            100                  200"));
            String stat = Files.readString(proc.resolve("stat"));
            assertEquals("5", stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
            String environment = Files.readString(proc.resolve("environ"));
            assertTrue(environment.contains("FROM_FILE=a b\0"), environment);
            assertTrue(environment.contains("USER=daemon\0"), environment);
        }
    }

    @Test
    void outputOfAServiceWithoutATargetIsKeptInItsLog() throws IOException {
        TestSupervisor.prepare(directory);
        TestSupervisor.file(
                directory, "talker", "[service]\ntype = \"oneshot\"\nexec = \"sh -c 'echo out; echo err >&2'\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("talker").error().isEmpty());
            Path log = directory.resolve("run/log/talker.log");
            await().atMost(TestSupervisor.PATIENCE)
                    .until(() -> Files.readString(log).equals("out\nerr\n"));
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return new TreeSet<>(entries.map(p -> p.getFileName().toString()).toList());
        }
    }

    private static String value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
