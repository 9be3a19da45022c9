package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** What happens when something takes longer than it may, and when somebody is in a hurry. */
class TimeoutsTest {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        script(
                "deaf",
                "trap 'echo TERM >> log' TERM; trap 'echo INT >> log' INT; echo up >> log; "
                        + "while :; do sleep 1000; done");
        script(
                "polite",
                "trap 'echo TERM >> log' TERM; trap 'echo INT >> log; exit 0' INT; echo up >> log; "
                        + "while :; do sleep 1000; done");
    }

    private void script(String name, String body) throws IOException {
        Files.writeString(directory.resolve(name), "cd " + directory + "\n" + body + "\n");
    }

    private String run(String script) {
        return "[service]\nexec = \"sh " + directory + "/" + script + "\"\n";
    }

    private void isUp(TestSupervisor supervisor) {
        assertTrue(supervisor.start("one").error().isEmpty());
        eventually(() -> supervisor.lines("log").contains("up"));
    }

    private void nothingIsLeft() throws IOException {
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "oneshot", "forking"})
    void aStartThatTakesTooLongFailsAndNothingIsLeftOfIt(String type) throws IOException {
        file(directory, "one", SLEEP + "type = \"" + type + "\"\n[service.timeout]\nstart = \"200ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("one");
            assertTrue(message.contains("start timed out"), message);
            assertEquals(ServiceState.FAILED, supervisor.status("one").state());
            assertEquals(Result.TIMEOUT, supervisor.status("one").result());
            nothingIsLeft();
        }
    }

    @Test
    void aStartThatTakesTooLongIsTriedAgainByPolicy() throws IOException {
        file(
                directory,
                "one",
                SLEEP + "type = \"notify\"\n[service.timeout]\nstart = \"100ms\"\n"
                        + "[service.restart]\npolicy = \"on-abnormal\"\ndelay = \"0s\"\nmax_attempts = 2\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.failure("one");
            ServiceStatus failed = supervisor.awaitState("one", ServiceState.FAILED);
            assertEquals(2, failed.restartsTotal());
            assertEquals(Result.START_LIMIT, failed.result());
            nothingIsLeft();
        }
    }

    @Test
    void whatIgnoresTheStopSignalIsKilledAtItsTimeOut() throws IOException {
        file(directory, "one", run("deaf") + "[service.timeout]\nstop = \"200ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(Result.TIMEOUT, supervisor.status("one").result());
            nothingIsLeft();
        }
    }

    @Test
    void aSequenceIsGoneThroughStepByStepUpToTheKill() throws IOException {
        file(
                directory,
                "one",
                run("deaf") + "[service.stop]\nmode = \"group\"\n"
                        + "sequence = [\"SIGTERM:300ms\", \"SIGINT:300ms\", \"SIGKILL\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(List.of("up", "TERM", "INT"), supervisor.lines("log"));
            assertEquals(Result.TIMEOUT, supervisor.status("one").result());
            nothingIsLeft();
        }
    }

    @Test
    void aSequenceEndsWithTheStepThatWorks() throws IOException {
        file(
                directory,
                "one",
                run("polite") + "[service.stop]\nsequence = [\"SIGTERM:300ms\", \"SIGINT:1h\", \"SIGKILL\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(List.of("up", "TERM", "INT"), supervisor.lines("log"));
            assertEquals(Result.SUCCESS, supervisor.status("one").result());
        }
    }

    @Test
    void aSequenceWithoutKillIsFollowedByOne() throws IOException {
        file(directory, "one", run("deaf") + "[service.stop]\nsequence = [\"SIGTERM:300ms\", \"SIGINT:300ms\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(List.of("up", "TERM", "INT"), supervisor.lines("log"));
            nothingIsLeft();
        }
    }

    @Test
    void whatHasRunForAsLongAsItMayIsEndedAndThePolicyDecides() throws IOException {
        String most = "[service.timeout]\nruntime_max = \"200ms\"\n";
        file(directory, "one", SLEEP + most);
        file(
                directory,
                "two",
                SLEEP + most + "[service.restart]\npolicy = \"on-failure\"\ndelay = \"0s\"\nmax_attempts = 0\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("one").error().isEmpty());
            assertTrue(supervisor.start("two").error().isEmpty());
            assertEquals(
                    Result.TIMEOUT,
                    supervisor.awaitState("one", ServiceState.FAILED).result());
            eventually(() -> supervisor.status("two").restartsTotal() >= 2);
            assertTrue(supervisor.stop("two").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("two").state());
            nothingIsLeft();
        }
    }

    @Test
    void aHurryShortensAStopThatIsUnderWay() throws IOException {
        file(directory, "one", run("deaf") + "[service.timeout]\nstop = \"1h\"\n");
        hurried();
    }

    @Test
    void aHurryShortensASequenceAndSkipsItsLaterSteps() throws IOException {
        file(directory, "one", run("deaf") + "[service.stop]\nsequence = [\"SIGTERM:1h\", \"SIGINT:1h\"]\n");
        hurried();
        assertFalse(TestSupervisor.text(directory.resolve("log")).contains("INT"));
    }

    @Test
    void aHurryShortensAStopThatHasNoTimeOut() throws IOException {
        file(directory, "one", run("deaf") + "[service.timeout]\nstop = \"infinity\"\n");
        hurried();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_stop", "exec_stop_post"})
    void aHurryShortensCommandsOfAStop(String key) throws IOException {
        file(
                directory,
                "one",
                run("polite") + key + " = [\"sh -c 'echo TERM >> " + directory + "/log; exec sleep 1000'\"]\n"
                        + "[service.stop]\nsignal = \"SIGINT\"\n[service.timeout]\nstop = \"1h\"\n");
        hurried();
    }

    /** A stop that would take an hour, and somebody who cannot wait. */
    private void hurried() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            var stopped = supervisor.manager().stop(List.of("one"), true, TestSupervisor.TEST);
            eventually(() -> supervisor.lines("log").contains("TERM"));
            assertFalse(stopped.isDone());
            supervisor.manager().hurry(Duration.ofMillis(200));
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            nothingIsLeft();
        }
    }

    @Test
    void aHurryCountsForStopsStillToCome() throws IOException {
        file(directory, "one", run("deaf") + "[service.timeout]\nstop = \"1h\"\n");
        file(
                directory,
                "two",
                SLEEP + "[service.dependencies]\nrequires = [\"one\"]\n[service.timeout]\nstop = \"1h\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            isUp(supervisor);
            supervisor.start("two");
            supervisor.manager().hurry(Duration.ofMillis(200));
            done(supervisor.manager().stopAll(TestSupervisor.TEST))
                    .results()
                    .forEach(r -> assertTrue(r.error().isEmpty(), r::toString));
            nothingIsLeft();
        }
    }

    @Test
    void afterTheLimitItIsTriedSlowlyWhereTheFileSaysSo() throws IOException {
        file(
                directory,
                "one",
                "[service]\nexec = [\"sh\", \"-c\", \"echo up >> " + directory + "/log; exit 1\"]\n"
                        + "[service.restart]\npolicy = \"on-failure\"\ndelay = \"10ms\"\nmax_attempts = 2\n"
                        + "retry_after = \"300ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            eventually(() -> supervisor.status("one").result() == Result.START_LIMIT);
            eventually(() -> supervisor.lines("log").size() >= 5);
            assertTrue(supervisor.status("one").state() != ServiceState.FAILED);
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
        }
    }
}
