package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.manager.TestSupervisor.file;
import static org.sideros.start.manager.TestSupervisor.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.os.Kernel;

/** What a process sees of the world: what its file says, and nothing of ours. */
class EdgeCase22Test {
    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    /** A process of a service, looked at from outside through proc(5). */
    private record Seen(Path proc) {
        String status(String key) {
            return text(proc.resolve("status"))
                    .lines()
                    .filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).strip().replaceAll("\\s+", " "))
                    .findFirst()
                    .orElseThrow();
        }

        /** What is open; of a descriptor that is closed while we look, only the number. */
        Map<String, String> descriptors() throws IOException {
            Map<String, String> map = new TreeMap<>();
            try (Stream<Path> all = Files.list(proc.resolve("fd"))) {
                for (Path fd : all.toList()) {
                    String target = "";
                    try {
                        target = Files.readSymbolicLink(fd).toString();
                    } catch (NoSuchFileException e) {
                        // The dynamic linker had it open.
                    }
                    map.put(fd.getFileName().toString(), target);
                }
            }
            return map;
        }

        Map<String, String> environment() {
            return Stream.of(text(proc.resolve("environ")).split("\0"))
                    .collect(Collectors.toMap(
                            w -> w.substring(0, w.indexOf('=')), w -> w.substring(w.indexOf('=') + 1)));
        }

        String limit(String name) {
            return text(proc.resolve("limits"))
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip().replaceAll("\\s+", " "))
                    .findFirst()
                    .orElseThrow();
        }

        /** Field {@code number} of proc_pid_stat(5). */
        long stat(int number) {
            String line = text(proc.resolve("stat"));
            return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[number - 3]);
        }
    }

    private static Seen see(TestSupervisor supervisor) {
        assertTrue(supervisor.start("subject").error().isEmpty());
        return new Seen(Path.of("/proc/" + supervisor.status("subject").pid().orElseThrow()));
    }

    @Test
    void aServiceGetsThreeDescriptorsDefaultSignalsAndADefinedPlace() throws IOException {
        file(directory, "subject", "[service]\nexec = \"sleep 1000\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            Seen seen = see(supervisor);
            String log = directory.resolve("run/log/subject.log").toString();
            Map<String, String> three = Map.of("0", "/dev/null", "1", log, "2", log);
            // At first the dynamic linker has libraries open.
            await().atMost(Patience.LONG).untilAsserted(() -> assertEquals(three, seen.descriptors()));
            String none = "0000000000000000";
            assertEquals(none, seen.status("SigBlk"));
            assertEquals(none, seen.status("SigIgn"));
            assertEquals(none, seen.status("SigCgt"));
            assertEquals("0022", seen.status("Umask"));
            assertEquals(Path.of("/"), Files.readSymbolicLink(seen.proc().resolve("cwd")));
            Map<String, String> environment = new TreeMap<>(seen.environment());
            assertEquals("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", environment.remove("PATH"));
            assertEquals(directory.resolve("run").toString(), environment.remove("START_RUNTIME_DIR"));
            assertEquals(supervisor.status("subject").invocation().orElseThrow(), environment.remove("INVOCATION_ID"));
            assertEquals(Map.of(), environment, "nothing of the supervisor's own");
            long pid = supervisor.status("subject").pid().orElseThrow();
            assertEquals(pid, seen.stat(5), "its process group");
            assertEquals(pid, seen.stat(6), "its session");
            assertEquals(0, seen.stat(7), "no terminal");
        }
    }

    @Test
    void aServiceIsWhatItsFileSays() throws IOException {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: other users");
        Path variables = directory.resolve("variables");
        Files.writeString(variables, "# a comment\nFIRST=one\nQUOTED=\"two words\"\nexport BOTH=file\n");
        file(directory, "subject", """
                [service]
                exec = "sleep 1000"
                user = "daemon"
                group = "bin"
                supplementary_groups = ["sys", "4242"]
                umask = "0077"
                working_directory = "/usr"
                nice = 7
                oom_score_adj = 321
                environment_file = ["%s", "-/no/such/file"]
                [service.environment]
                BOTH = "table"
                THIRD = "drei"
                [service.resource_limits]
                nofile = "100:200"
                core = 0
                stack = "infinity"
                [service.security]
                no_new_privileges = true
                """.formatted(variables));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            Seen seen = see(supervisor);
            assertEquals("1 1 1 1", seen.status("Uid"));
            assertEquals("2 2 2 2", seen.status("Gid"));
            assertEquals(
                    List.of("2", "3", "4242"),
                    Stream.of(seen.status("Groups").split(" "))
                            .filter(g -> !g.equals("1"))
                            .toList());
            assertEquals("0077", seen.status("Umask"));
            assertEquals("1", seen.status("NoNewPrivs"));
            assertEquals("0000000000000000", seen.status("CapEff"));
            assertEquals(Path.of("/usr"), Files.readSymbolicLink(seen.proc().resolve("cwd")));
            assertEquals(7, seen.stat(19));
            assertEquals("321", text(seen.proc().resolve("oom_score_adj")).strip());
            assertEquals("100 200 files", seen.limit("Max open files"));
            assertEquals("0 0 bytes", seen.limit("Max core file size"));
            assertEquals("unlimited unlimited bytes", seen.limit("Max stack size"));
            Map<String, String> environment = seen.environment();
            assertEquals("one", environment.get("FIRST"));
            assertEquals("two words", environment.get("QUOTED"));
            assertEquals("file", environment.get("BOTH"), "the administrator's file wins");
            assertEquals("drei", environment.get("THIRD"));
            assertEquals("daemon", environment.get("USER"));
            assertEquals("/usr/sbin", environment.get("HOME"));
        }
    }

    @Test
    void aUserOfWhomNothingIsKnownIsANumber() throws IOException {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: other users");
        file(directory, "subject", "[service]\nexec = \"sleep 1000\"\nuser = \"54321\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            Seen seen = see(supervisor);
            assertEquals("54321 54321 54321 54321", seen.status("Uid"));
            assertEquals("54321 54321 54321 54321", seen.status("Gid"));
            assertEquals("54321", seen.status("Groups"));
        }
    }

    @Test
    void outputGoesWhereTheFileSays() throws IOException {
        Path kept = directory.resolve("kept");
        Path fresh = directory.resolve("fresh");
        Files.writeString(kept, "before\n");
        Files.writeString(fresh, "before\n");
        String talk = "exec = [\"sh\", \"-c\", \"echo out; echo err >&2\"]\n";
        String oneshot = "[service]\ntype = \"oneshot\"\n" + talk;
        file(directory, "append", oneshot + "stdout = \"append:" + kept + "\"\nstderr = \"null\"\n");
        file(directory, "truncate", oneshot + "stdout = \"file:" + fresh + "\"\nstderr = \"stdout\"\n");
        file(directory, "silent", oneshot + "stdout = \"null\"\nstderr = \"journal\"\n");
        file(directory, "plain", oneshot);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (String name : List.of("append", "truncate", "silent", "plain", "plain")) {
                assertTrue(supervisor.start(name).error().isEmpty());
            }
            assertEquals(List.of("before", "out"), supervisor.lines("kept"));
            assertEquals(List.of("out", "err"), supervisor.lines("fresh"));
            assertEquals(List.of("err"), supervisor.lines("run/log/silent.log"));
            assertEquals(List.of("out", "err", "out", "err"), supervisor.lines("run/log/plain.log"));
        }
    }

    @Test
    void aMissingEnvironmentFileFailsTheStart() throws IOException {
        file(directory, "subject", "[service]\nexec = \"sleep 1000\"\nenvironment_file = [\"/no/such/file\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals(
                    "subject: environment_file /no/such/file: No such file or directory",
                    supervisor.failure("subject"));
        }
    }
}
