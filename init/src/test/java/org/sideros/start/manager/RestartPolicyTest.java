package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Restart policies with real exits. */
class RestartPolicyTest {
    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    /** A service that counts its executions. */
    private void service(String after, String rest) throws IOException {
        file(
                directory,
                "s",
                "[service]\nexec = [\"sh\", \"-c\", '''echo run >> " + directory + "/runs; " + after + "''']\n" + rest);
    }

    @Test
    void threeAttemptsAreFourExecutionsAndThenItHasFailed() throws IOException {
        service("exit 7", "[service.restart]\npolicy = \"on-failure\"\ndelay = \"20ms\"\nmax_attempts = 3\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("s");
            ServiceStatus status = supervisor.awaitState("s", ServiceState.FAILED);
            assertEquals(4, supervisor.lines("runs").size());
            assertEquals(Result.START_LIMIT, status.result());
            assertEquals(7, status.exitCode().orElseThrow());
            assertEquals(3, status.restarts());
            assertEquals(3, status.restartsTotal());
            assertTrue(status.statusText().orElseThrow().contains("exit code 7"), status.toString());

            supervisor.start("s");
            eventually(() -> supervisor.lines("runs").size() == 8);
            status = supervisor.awaitState("s", ServiceState.FAILED);
            assertEquals(3, status.restarts(), "a manual start begins a new streak");
            assertEquals(6, status.restartsTotal());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no, false",
        "on-success, false",
        "on-failure, true",
        "on-abnormal, true",
        "always, true",
    })
    void killedFromOutsideItIsRestartedByPolicy(String policy, boolean restarted) throws IOException, PosixException {
        service("exec sleep 1000", "[service.restart]\npolicy = \"" + policy + "\"\ndelay = \"10ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("s");
            int pid = supervisor.status("s").pid().orElseThrow();
            eventually(() -> supervisor.lines("runs").size() == 1);
            Kernel.kill(pid, Signals.KILL);
            if (restarted) {
                eventually(() -> supervisor.lines("runs").size() == 2);
                ServiceStatus status = supervisor.awaitState("s", ServiceState.ACTIVE);
                assertEquals(1, status.restarts());
                assertEquals("SIGKILL", status.exitSignal().orElseThrow());
            } else {
                ServiceStatus status = supervisor.awaitState("s", ServiceState.FAILED);
                assertEquals(Result.SIGNAL, status.result());
                assertEquals(1, supervisor.lines("runs").size());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "on-failure, 0, INACTIVE",
        "on-success, 0, RESTARTING",
        "always, 0, RESTARTING",
        "on-failure, 1, RESTARTING",
        "on-abnormal, 1, FAILED",
        "on-success, 1, FAILED",
        "always, 42, FAILED",
        "on-failure, 43, INACTIVE",
    })
    void anExitCodeIsFollowedByWhatThePolicySays(String policy, int code, ServiceState state) throws IOException {
        service(
                "exit " + code,
                "success_exit_codes = [43]\nprevent_restart_codes = [42]\n" + "[service.restart]\npolicy = \"" + policy
                        + "\"\ndelay = \"1h\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("s");
            ServiceStatus status = supervisor.awaitState("s", state);
            assertEquals(code, status.exitCode().orElseThrow());
        }
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock") // The lines are short, and built like those of the other tests.
    void aProgramThatCannotBeExecutedIsTriedAgainByPolicy() throws IOException {
        file(
                directory,
                "s",
                "[service]\nexec = \"/no/such/program\"\n"
                        + "[service.restart]\npolicy = \"on-failure\"\ndelay = \"10ms\"\nmax_attempts = 2\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("s");
            assertTrue(message.startsWith("s: exec /no/such/program: No such file or directory"), message);
            ServiceStatus status = supervisor.awaitState("s", ServiceState.FAILED);
            assertEquals(Result.START_LIMIT, status.result());
            assertEquals(2, status.restartsTotal());
        }
    }

    @Test
    void aQuietTimeForgetsTheStreak() throws IOException, PosixException {
        service(
                "exec sleep 1000",
                "[service.restart]\npolicy = \"always\"\ndelay = \"10ms\"\nreset_after = \"100ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("s");
            int first = supervisor.status("s").pid().orElseThrow();
            Kernel.kill(first, Signals.KILL);
            eventually(() -> supervisor.status("s").restartsTotal() == 1);
            supervisor.awaitState("s", ServiceState.ACTIVE);
            eventually(() -> supervisor.status("s").restarts() == 0);
            assertEquals(1, supervisor.status("s").restartsTotal());
        }
    }

    @Test
    void aOneshotThatTakesTooLongHasTimedOut() throws IOException {
        file(
                directory,
                "s",
                "[service]\ntype = \"oneshot\"\nexec = \"sleep 1000\"\n[service.timeout]\nstart = \"100ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("s");
            assertTrue(message.contains("timed out"), message);
            assertEquals(Result.TIMEOUT, supervisor.status("s").result());
            assertEquals(ServiceState.FAILED, supervisor.status("s").state());
        }
    }

    @Test
    void theCommandsOfAOneshotRunInTurnUntilOneFails() throws IOException {
        String runs = directory + "/runs";
        file(
                directory,
                "s",
                "[service]\ntype = \"oneshot\"\nexec = [[\"sh\", \"-c\", \"echo 1 >> " + runs
                        + "\"], [\"sh\", \"-c\", \"echo 2 >> " + runs + "; exit 5\"], [\"sh\", \"-c\", \"echo 3 >> "
                        + runs + "\"]]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("s").error().isPresent());
            assertEquals(java.util.List.of("1", "2"), supervisor.lines("runs"));
            assertEquals(5, supervisor.status("s").exitCode().orElseThrow());
        }
    }

    @Test
    void theCommandThatCannotBeExecutedIsNamed() throws IOException {
        file(directory, "s", "[service]\ntype = \"oneshot\"\nexec = [[\"true\"], [\"/no/such/program\", \"x\"]]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals("s: exec /no/such/program: No such file or directory", supervisor.failure("s"));
        }
    }
}
