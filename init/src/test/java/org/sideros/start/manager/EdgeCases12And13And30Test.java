package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Many at once: restart storms, crashes together, and sheer numbers. */
class EdgeCases12And13And30Test {
    /** How many services are started; {@code -Dstart.test.services=10000} for the whole number. */
    private static final int MANY = Integer.getInteger("start.test.services", 1000);

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    @Test
    void aRestartStormEndsAtItsLimit() throws IOException {
        file(
                directory,
                "one",
                "[service]\nexec = [\"sh\", \"-c\", \"echo up >> " + directory + "/log; exit 1\"]\n"
                        + "[service.restart]\npolicy = \"always\"\ndelay = \"0s\"\nmax_attempts = 20\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            ServiceStatus status = supervisor.awaitState("one", ServiceState.FAILED);
            assertEquals(Result.START_LIMIT, status.result());
            assertEquals(20, status.restartsTotal());
            assertEquals(21, supervisor.lines("log").size());
        }
    }

    @Test
    void thoseThatCrashTogetherGoTheirOwnWaysAndRequestsAreAnsweredMeanwhile() throws IOException {
        String sleep = "[service]\nexec = \"sleep 1000\"\n";
        for (int i = 0; i < 250; i++) {
            file(directory, "back" + i, sleep + "[service.restart]\npolicy = \"on-failure\"\ndelay = \"10ms\"\n");
            file(directory, "gone" + i, sleep);
        }
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            List<Integer> all = TestSupervisor.processes(directory);
            assertEquals(500, all.size());
            all.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            eventually(() -> {
                // A start that has nothing to do passes through the mailbox of a service as any does.
                done(supervisor.manager().start(List.of("multi-user.target"), TestSupervisor.TEST));
                return supervisor.manager().list().stream()
                        .allMatch(s -> s.name().startsWith("back")
                                ? s.restartsTotal() == 1 && s.state() == ServiceState.ACTIVE
                                : !s.name().startsWith("gone") || s.state() == ServiceState.FAILED);
            });
            assertEquals(250, TestSupervisor.processes(directory).size());
        }
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void manyServicesLoadStartAndStop() throws IOException {
        for (int i = 0; i < MANY; i++) {
            String before = i % 10 == 0 ? "" : "[service.dependencies]\nrequires = [\"s" + i / 10 * 10 + "\"]\n";
            file(directory, "s" + i, "[service]\nexec = \"sleep 10000\"\n" + before);
        }
        List<Long> times = new ArrayList<>(List.of(System.nanoTime()));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            times.add(System.nanoTime());
            JobReport up = done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            assertTrue(up.results().stream().allMatch(r -> r.error().isEmpty()));
            times.add(System.nanoTime());
            assertEquals(
                    MANY,
                    supervisor.manager().list().stream()
                            .filter(s -> s.pid().isPresent())
                            .count());
            done(supervisor.manager().stopAll(TestSupervisor.TEST));
            times.add(System.nanoTime());
        }
        assertEquals(List.of(), TestSupervisor.processes(directory));
        System.out.printf(
                "%d services: loaded in %d ms, started in %d ms, stopped in %d ms%n",
                MANY,
                (times.get(1) - times.get(0)) / 1_000_000,
                (times.get(2) - times.get(1)) / 1_000_000,
                (times.get(3) - times.get(2)) / 1_000_000);
    }
}
