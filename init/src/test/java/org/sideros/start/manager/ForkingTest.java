package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.alive;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.manager.TestSupervisor.Tracking;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;

/** Services of type {@code forking}, as the daemons of old do it. */
class ForkingTest {
    /** The parent leaves before it, and it is in a session of its own. */
    private static final String DAEMON = "setsid sh -c 'echo $$ > daemon; exec sleep 1000' > /dev/null 2>&1 & "
            + "while [ ! -s daemon ]; do sleep 0.01; done; ";

    @TempDir
    Path directory;

    private TestSupervisor open(Tracking tracking, String body, String... more) throws IOException {
        TestSupervisor.prepare(directory, tracking.line(directory));
        file(
                directory,
                "d",
                "[service]\ntype = \"forking\"\nworking_directory = \"" + directory
                        + "\"\nexec = [\"sh\", \"-c\", \"\"\"" + body + "\"\"\"]\n" + String.join("\n", more));
        return TestSupervisor.open(directory);
    }

    private String pidFile() {
        return "pid_file = \"" + directory.resolve("pid") + "\"";
    }

    private int daemon(TestSupervisor s) {
        eventually(() -> !s.lines("daemon").isEmpty());
        return Integer.parseInt(s.lines("daemon").getFirst());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @ParameterizedTest
    @EnumSource
    void thePidFileNamesTheMainProcessAndAStopEndsIt(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(tracking, DAEMON + "cp daemon pid", pidFile())) {
            assertTrue(s.start("d").error().isEmpty());
            int pid = daemon(s);
            assertEquals(OptionalInt.of(pid), s.status("d").pid());
            assertTrue(s.stop("d").error().isEmpty());
            assertTrue(!alive(pid));
            assertEquals(ServiceState.INACTIVE, s.status("d").state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPidFileMayComeLateAndInTwoWrites(Tracking tracking) throws IOException {
        String late = "(while [ ! -e go ]; do sleep 0.01; done; p=`cat daemon`; r=${p#?}; printf ${p%$r} > pid; "
                + "sleep 0.1; printf '%s\\\\n' $r >> pid) > /dev/null 2>&1 & ";
        try (TestSupervisor s = open(tracking, DAEMON + late, pidFile())) {
            var started = s.manager().start(List.of("d"), TestSupervisor.TEST);
            eventually(() -> s.status("d").substate().equals("wait-main"));
            Files.createFile(directory.resolve("go"));
            assertTrue(TestSupervisor.done(started).results().getFirst().error().isEmpty());
            assertEquals(OptionalInt.of(daemon(s)), s.status("d").pid());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAPidFileTheOnlyProcessLeftIsTheMainOne(Tracking tracking) throws IOException {
        String twice = "(setsid sh -c '(exec sh -c \"echo \\\\$\\\\$ > daemon; exec sleep 1000\") & exit 0'"
                + " > /dev/null 2>&1 &) ; exit 0";
        try (TestSupervisor s = open(tracking, twice)) {
            assertTrue(s.start("d").error().isEmpty());
            int pid = daemon(s);
            eventually(() -> s.status("d").pid().equals(OptionalInt.of(pid)));
            s.stop("d");
            assertTrue(!alive(pid));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralProcessesNoneIsTheMainOneAndItRunsUntilAllAreGone(Tracking tracking) throws IOException {
        String two =
                "setsid sleep 1000 > /dev/null 2>&1 & echo $! > a; setsid sleep 1000 > /dev/null 2>&1 & echo $! > b";
        try (TestSupervisor s = open(tracking, two)) {
            assertTrue(s.start("d").error().isEmpty());
            assertEquals(OptionalInt.empty(), s.status("d").pid());
            kill(Integer.parseInt(s.lines("a").getFirst()));
            assertEquals(ServiceState.ACTIVE, s.status("d").state());
            kill(Integer.parseInt(s.lines("b").getFirst()));
            s.awaitState("d", ServiceState.INACTIVE);
        }
    }

    private static void kill(int pid) {
        try {
            Kernel.kill(pid, Signals.KILL);
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParentThatExitsNonZeroIsAFailedStartAndTakesTheDaemonWithIt(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(tracking, DAEMON + "cp daemon pid; exit 3", pidFile())) {
            assertTrue(s.start("d").error().isPresent());
            assertEquals(Result.EXIT_CODE, s.status("d").result());
            assertEquals(OptionalInt.of(3), s.status("d").exitCode());
            assertTrue(!alive(daemon(s)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParentThatStaysTooLongIsATimeOut(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(tracking, "sleep 1000", "[service.timeout]\nstart = \"200ms\"\n")) {
            assertTrue(s.start("d").error().isPresent());
            assertEquals(Result.TIMEOUT, s.status("d").result());
            assertEquals(ServiceState.FAILED, s.status("d").state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPidFileThatNeverComesIsATimeOut(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(tracking, DAEMON, pidFile(), "[service.timeout]\nstart = \"1s\"\n")) {
            assertTrue(s.start("d").error().isPresent());
            assertEquals(Result.TIMEOUT, s.status("d").result());
            assertTrue(!alive(daemon(s)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParentThatLeavesNothingBehindIsAFailedStart(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(tracking, "exit 0", pidFile())) {
            assertTrue(s.start("d").error().isPresent());
            assertEquals(ServiceState.FAILED, s.status("d").state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeathOfTheDaemonIsNoticedAndThePolicyFollows(Tracking tracking) throws IOException {
        try (TestSupervisor s = open(
                tracking,
                "rm -f daemon; " + DAEMON + "cp daemon pid",
                pidFile(),
                "[service.restart]\npolicy = \"always\"\ndelay = \"10ms\"\n")) {
            assertTrue(s.start("d").error().isEmpty());
            int pid = s.status("d").pid().orElseThrow();
            kill(pid);
            eventually(() -> s.status("d").restartsTotal() == 1 && s.status("d").state() == ServiceState.ACTIVE);
            assertNotEquals(OptionalInt.of(pid), s.status("d").pid());
            assertEquals(OptionalInt.of(daemon(s)), s.status("d").pid());
            assertTrue(s.restart("d").error().isEmpty());
            assertEquals(OptionalInt.of(daemon(s)), s.status("d").pid());
        }
    }
}
