package org.sideros.start.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.natives.NativePrograms.Run;

/** The launcher in a distribution whose Java, if it is not the real one, is a script that prints what it is given. */
@Tag("forks")
final class LauncherTest {
    private static final String PRINT = "#!/bin/sh\nfor word in \"$0\" \"$@\"; do echo \"<$word>\"; done\nexit 9\n";

    @TempDir
    Path directory;

    private Path home;
    private Path start;

    @BeforeEach
    void makeADistribution() throws Exception {
        home = Files.createDirectory(directory.toRealPath().resolve("a home"));
        start = NativePrograms.copy("start", home.resolve("bin/start"));
        NativePrograms.script(home.resolve("lib/runtime/bin/java"), PRINT);
        NativePrograms.script(home.resolve("libexec/start-init"), PRINT);
        Files.writeString(home.resolve("lib/start.options"), "-Xshare:auto\nMain\n");
        Files.writeString(
                home.resolve("lib/init.options"),
                "# the supervisor\n\n-cp\n@HOME@/lib/a.jar:@HOME@/b c.jar\n@HOME\nInit");
    }

    private List<String> lines(Run run) {
        assertEquals("", run.err());
        assertEquals(9, run.status());
        return run.out()
                .lines()
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
    }

    private Run run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(start.toString()));
        command.addAll(List.of(words));
        return NativePrograms.run(Map.of(), command);
    }

    /** In namespaces of its own, as PID 1. */
    private Run first(String name, String... words) throws Exception {
        NativePrograms.assumeRoot();
        List<String> command = new ArrayList<>(
                List.of("unshare", "--pid", "--fork", "bash", "-c", "exec -a \"$@\"", "bash", name, start.toString()));
        command.addAll(List.of(words));
        return NativePrograms.run(Map.of(), command);
    }

    @Test
    void givesJavaTheOptionsAndThenTheUsersWords() throws Exception {
        assertEquals(
                List.of(home + "/lib/runtime/bin/java", "-Xshare:auto", "Main", "list", "", "a b"),
                lines(run("list", "", "a b")));
    }

    @Test
    void hasOtherOptionsForTheSupervisorWithTheHomeFilledIn() throws Exception {
        String classes = home + "/lib/a.jar:" + home + "/b c.jar";
        assertEquals(
                List.of(home + "/lib/runtime/bin/java", "-cp", classes, "@HOME", "Init", "--json", "init"),
                lines(run("--json", "init")));
    }

    @ParameterizedTest
    @CsvSource({
        "--config F init, Init",
        "--config=F init, Init",
        "--config init list, Main",
        "list init, Main",
        "--config, Main",
        "--json --no-color init --container, Init",
        "-- init, Init"
    })
    void knowsTheVerbAmongTheOptions(String words, String main) throws Exception {
        assertTrue(lines(run(words.split(" ", -1))).contains(main));
    }

    @Test
    void runsWithoutWords() throws Exception {
        assertEquals(List.of(home + "/lib/runtime/bin/java", "-Xshare:auto", "Main"), lines(run()));
    }

    @Test
    void findsItsHomeByALinkAndThePath() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("start"), Path.of("../a home/bin/start"));
        Run run = NativePrograms.run("env", "PATH=" + bin + ":/usr/bin:/bin", "start", "list");
        assertEquals(home + "/lib/runtime/bin/java", lines(run).getFirst());
    }

    @Test
    void findsTheHomeByARelativePath() throws Exception {
        Run run = NativePrograms.run("sh", "-c", "cd \"$0\" && exec ./start list", home + "/bin");
        assertEquals(home + "/lib/runtime/bin/java", lines(run).getFirst());
    }

    @Test
    void startsARealJavaBeforeProcIsMounted() throws Exception {
        NativePrograms.assumeRoot();
        Files.delete(home.resolve("lib/runtime/bin/java"));
        Files.delete(home.resolve("lib/runtime/bin"));
        Files.delete(home.resolve("lib/runtime"));
        Files.createSymbolicLink(home.resolve("lib/runtime"), Path.of(System.getProperty("java.home")));
        Files.writeString(home.resolve("lib/start.options"), "-version\n");
        Run run = NativePrograms.run(
                "unshare", "--mount", "sh", "-c", "umount -l /proc && exec \"$0\"", start.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().contains(Runtime.version().toString()), run.err());
    }

    @Test
    void setsNothingWhereProcIsMounted() throws Exception {
        NativePrograms.script(home.resolve("lib/runtime/bin/java"), "#!/bin/sh\necho \"<$LD_ORIGIN_PATH>\"\nexit 9\n");
        assertEquals(List.of(""), lines(run()));
    }

    @ParameterizedTest
    @CsvSource({"start, init", "start, --config F init", "init, ''", "/sbin/init, single quiet", "start, ''"})
    void becomesTheShimAsThePidOneOfAMachine(String name, String words) throws Exception {
        String[] list = words.isEmpty() ? new String[0] : words.split(" ", -1);
        List<String> expected = new ArrayList<>(List.of(home + "/libexec/start-init"));
        expected.addAll(List.of(list));
        assertEquals(expected, lines(first(name, list)));
    }

    @Test
    void staysACommandAsThePidOneOfAContainer() throws Exception {
        assertTrue(lines(first("start", "list", "init")).contains("Main"));
    }

    @Test
    void becomesJavaBelowTheShim() throws Exception {
        NativePrograms.assumeRoot();
        Run run = NativePrograms.run(
                Map.of("START_SHIM_FD", "3"), List.of("unshare", "--pid", "--fork", start.toString(), "init"));
        assertTrue(lines(run).contains("Init"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/start.options", "lib/runtime/bin/java"})
    void namesWhatIsMissingAndWhatToDo(String file) throws Exception {
        Files.delete(home.resolve(file));
        Run run = run("list");
        assertEquals(127, run.status());
        assertTrue(run.err().startsWith("start: " + home.resolve(file) + ": No such file or directory: "), run.err());
        assertTrue(run.err().contains("install"), run.err());
    }

    @Test
    void namesAMissingShim() throws Exception {
        Files.delete(home.resolve("libexec/start-init"));
        Run run = first("start", "init");
        assertEquals(127, run.status());
        assertTrue(run.err().contains(home + "/libexec/start-init: No such file or directory"), run.err());
    }

    @Test
    void refusesOptionsThatAreNone() throws Exception {
        Path options = home.resolve("lib/start.options");
        for (String bad : List.of("-D\0\n", "x\n".repeat(257), "y".repeat(16384), "@HOME@".repeat(2000))) {
            Files.writeString(options, bad);
            Run run = run("list");
            assertEquals(127, run.status());
            assertTrue(run.err().startsWith("start: " + options + ": "), run.err());
        }
        Files.writeString(options, "x\n".repeat(256));
        assertEquals(258, lines(run("list")).size());
    }
}
