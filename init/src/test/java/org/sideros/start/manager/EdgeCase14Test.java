package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceState;

/** Requests that cross each other: never two processes, never a stuck job. */
class EdgeCase14Test {
    private static final List<String> ONE = List.of("one");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // Each test opens it.
    private TestSupervisor supervisor;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    /** A service that takes a moment to stop, and tells when it finds another one of itself. */
    private void slowToStop() throws IOException {
        Path lock = directory.resolve("lock");
        String body = "mkdir " + lock + " || echo two at once >> " + directory + "/twice; "
                + "trap 'sleep 0.05; rmdir " + lock + "; exit 0' TERM; echo up >> " + directory
                + "/up; sleep 1000 & wait";
        file(
                directory,
                "one",
                "[service]\nexec = [\"sh\", \"-c\", '''" + body + "''']\n[service.stop]\nmode = \"mixed\"\n");
    }

    private CompletableFuture<JobReport> start() {
        return supervisor.manager().start(ONE, TestSupervisor.TEST);
    }

    private CompletableFuture<JobReport> stop() {
        return supervisor.manager().stop(ONE, true, TestSupervisor.TEST);
    }

    private CompletableFuture<JobReport> restart() {
        return supervisor.manager().restart(ONE, true, TestSupervisor.TEST);
    }

    private void up(int times) {
        eventually(() -> supervisor.lines("up").size() >= times);
    }

    @Test
    void aStartDuringAStopComesAfterIt() throws IOException {
        slowToStop();
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            done(start());
            up(1);
            var stopped = stop();
            var started = start();
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            assertTrue(done(started).results().getFirst().error().isEmpty());
            up(2);
            assertEquals(List.of(), supervisor.lines("twice"));
        }
    }

    @Test
    void aRestartDuringAStopAndADoubleStopEnd() throws IOException {
        slowToStop();
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            done(start());
            up(1);
            var all = List.of(stop(), stop(), restart());
            all.forEach(TestSupervisor::done);
            assertEquals(ServiceState.ACTIVE, supervisor.status("one").state());
            up(2);
            assertEquals(List.of(), supervisor.lines("twice"));
        }
    }

    @Test
    void aStopDuringAStartCancelsItAndTheWaiterHearsWhoDidIt() throws IOException {
        file(directory, "one", "[service]\ntype = \"oneshot\"\nexec = \"sleep 1000\"\n");
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            var started = start();
            eventually(() -> supervisor.status("one").pid().isPresent());
            assertTrue(done(stop()).results().getFirst().error().isEmpty());
            StartError error = done(started).results().getFirst().error().orElseThrow();
            assertEquals("one: cancelled by test", error.getMessage());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
        }
    }

    @Test
    void aStopWhileWaitingForADependencyCancelsAtOnce() throws IOException {
        file(directory, "slow", "[service]\ntype = \"oneshot\"\nexec = \"sleep 1000\"\n");
        file(directory, "one", "[service]\nexec = \"sleep 1000\"\n[service.dependencies]\nrequires = [\"slow\"]\n");
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            var started = start();
            eventually(() -> supervisor.status("one").statusText().equals(java.util.Optional.of("waits for slow")));
            assertTrue(done(stop()).results().getFirst().error().isEmpty());
            assertTrue(done(started).results().getFirst().error().isPresent());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(ServiceState.STARTING, supervisor.status("slow").state());
        }
    }

    @Test
    void aStopInBackOffGoesToInactiveAtOnceAndAStartSkipsTheWait() throws IOException {
        file(
                directory,
                "one",
                "[service]\nexec = [\"sh\", \"-c\", \"echo up >> " + directory + "/up; exit 1\"]\n"
                        + "[service.restart]\npolicy = \"always\"\ndelay = \"1h\"\n");
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            done(start());
            supervisor.awaitState("one", ServiceState.RESTARTING);
            up(1);
            done(start());
            up(2);
            supervisor.awaitState("one", ServiceState.RESTARTING);
            assertTrue(done(stop()).results().getFirst().error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
        }
    }

    @Test
    void requestsInAnyOrderAndNumberAllEndAndTheLastOneHolds() throws IOException {
        slowToStop();
        Random random = new Random(14);
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            for (int round = 0; round < 10; round++) {
                List<CompletableFuture<JobReport>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    all.add(
                            switch (random.nextInt(3)) {
                                case 0 -> start();
                                case 1 -> stop();
                                default -> restart();
                            });
                }
                var last = round % 2 == 0 ? start() : stop();
                all.forEach(TestSupervisor::done);
                done(last);
                ServiceState wanted = round % 2 == 0 ? ServiceState.ACTIVE : ServiceState.INACTIVE;
                assertEquals(wanted, supervisor.status("one").state());
                if (wanted == ServiceState.ACTIVE) {
                    int pid = supervisor.status("one").pid().orElseThrow();
                    assertTrue(TestSupervisor.alive(pid));
                }
            }
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
        }
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void aSecondStartOfWhatStartsJoinsTheFirst() throws IOException {
        file(
                directory,
                "one",
                "[service]\ntype = \"oneshot\"\nremain_after_exit = true\nexec = [\"sh\", \"-c\", \"echo up >> "
                        + directory + "/up; while [ ! -e " + directory + "/go ]; do sleep 0.02; done\"]\n");
        try (TestSupervisor opened = TestSupervisor.open(directory)) {
            supervisor = opened;
            var first = start();
            var second = start();
            Files.createFile(directory.resolve("go"));
            assertTrue(done(first).results().getFirst().error().isEmpty());
            assertTrue(done(second).results().getFirst().error().isEmpty());
            assertEquals(1, supervisor.lines("up").size());
            assertInstanceOf(
                    StartError.AlreadyRunning.class,
                    done(start()).results().getFirst().error().orElseThrow());
        }
    }
}
