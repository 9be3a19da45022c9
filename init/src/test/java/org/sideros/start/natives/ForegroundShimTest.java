package org.sideros.start.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.natives.NativePrograms.Run;

/** start-init as an ordinary process of any user. */
@Tag("forks")
final class ForegroundShimTest {
    @TempDir
    Path directory;

    private Run run(String... supervisor) throws Exception {
        Path script = NativePrograms.script(
                directory.resolve("supervisor"), "#!/bin/sh\n" + String.join("\n", supervisor) + "\n");
        return run(script);
    }

    private Run run(Path supervisor) throws Exception {
        return NativePrograms.run(
                Map.of(
                        "START_SUPERVISOR",
                        supervisor.toString(),
                        "PROBE",
                        NativePrograms.probe(),
                        "DIR",
                        directory.toString()),
                List.of(NativePrograms.program("start-init"), "init"));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("log"));
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0",
        "exit 1, 1",
        "exit 2, 2",
        "exit 8, 8",
        "exit 143, 143",
        "kill -TERM $$, 143",
        "kill -INT $$, 130"
    })
    void endsAsTheSupervisorThatMeantToEnd(String end, int status) throws Exception {
        assertEquals(status, run("echo x >> $DIR/log", end).status());
        assertEquals(List.of("x"), log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 3", "exit 134", "kill -KILL $$", "kill -ABRT $$"})
    void startsTheSupervisorAgainThatDied(String end) throws Exception {
        Run run = run("echo x >> $DIR/log", "[ $(wc -l < $DIR/log) = 2 ] && exit 0", end);
        assertEquals(0, run.status());
        assertEquals(List.of("x", "x"), log());
        assertTrue(run.err().startsWith("start-init: the supervisor died ("), run.err());
    }

    @Test
    void endsWithTheStatusItIsToldTo() throws Exception {
        assertEquals(42, run("$PROBE finish 42", "kill -KILL $$").status());
    }

    @Test
    void reapsWhatIsReparentedToIt() throws Exception {
        Run run = run("$PROBE receive 1", "$PROBE orphans 300", "$PROBE receive 300 > $DIR/log", "exit 0");
        assertEquals(0, run.status());
        assertEquals(300, log().size());
        assertTrue(log().stream().allMatch(line -> line.startsWith("1 ")));
    }

    @Test
    void reapsThoughItInheritsAnIgnoredSigchld() throws Exception {
        Path script = NativePrograms.script(
                directory.resolve("supervisor"),
                "#!/bin/sh\n$PROBE receive 1\n$PROBE orphans 3\n$PROBE receive 3\nexit 0\n");
        Run run = NativePrograms.run(
                Map.of("START_SUPERVISOR", script.toString(), "PROBE", NativePrograms.probe()),
                List.of(NativePrograms.probe(), "spoil", NativePrograms.program("start-init"), "init"));
        assertEquals(0, run.status());
        assertEquals(4, run.out().lines().count());
    }

    @Test
    void sendsTermOn() throws Exception {
        Run run = run(
                "trap 'echo handled; exit 0' TERM",
                "$PROBE receive 1 > /dev/null",
                "kill -TERM $PPID",
                "while :; do sleep 0.05; done");
        assertEquals(0, run.status());
        assertEquals("handled\n", run.out());
    }

    @Test
    void endsByTermWhileThereIsNoSupervisorToAsk() throws Exception {
        Run run = run(
                "echo x >> $DIR/log",
                "[ $(wc -l < $DIR/log) = 5 ] && (sh -c 'sleep 1; kill -TERM '$PPID > /dev/null 2>&1 &)", // in the wait
                "exit 3");
        assertEquals(143, run.status());
        assertEquals(5, log().size());
    }

    @Test
    void endsIfThereIsNoSupervisorAtAll() throws Exception {
        Run run = run(Path.of("/nonexistent/start"));
        assertEquals(127, run.status());
        assertEquals(
                "start-init: cannot execute the supervisor /nonexistent/start: No such file or directory\n", run.err());
    }
}
