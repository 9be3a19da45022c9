package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.manager.TestSupervisor.Tracking;
import org.sideros.start.service.ServiceState;

/** Many services at once, and what is left of it all afterwards. */
class StormTest {
    private static final String ALWAYS = "[service.restart]\npolicy = \"always\"\ndelay = \"0s\"\nmax_attempts = 0\n";

    @TempDir
    Path directory;

    private void services(int count, String toml) throws IOException {
        for (int i = 0; i < count; i++) {
            file(directory, "s" + i, toml);
        }
    }

    @Test
    void servicesThatExitAtOnceForEverLeaveTheSupervisorAnswering() throws IOException {
        TestSupervisor.prepare(directory);
        services(50, "[service]\nexec = \"true\"\n" + ALWAYS);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            long worst = 0;
            while (supervisor.manager().list().stream()
                    .anyMatch(s -> s.name().startsWith("s") && !s.name().contains(".") && s.restartsTotal() < 10)) {
                long asked = System.nanoTime();
                supervisor.manager().list();
                worst = Math.max(worst, System.nanoTime() - asked);
            }
            assertTrue(worst < Duration.ofSeconds(20).toNanos(), "a list took " + worst / 1_000_000 + " ms");
            done(supervisor.manager().stopAll(TestSupervisor.TEST));
            supervisor.manager().list().forEach(s -> assertEquals(ServiceState.INACTIVE, s.state(), s.name()));
            assertTrue(TestSupervisor.processes(directory).isEmpty());
        }
    }

    @Test
    void servicesThatAreKilledTogetherAllComeBack() throws IOException {
        TestSupervisor.prepare(directory);
        services(50, "[service]\nexec = \"sleep 1000\"\n" + ALWAYS);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            for (int pid : TestSupervisor.processes(directory)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            eventually(() -> supervisor.manager().list().stream()
                            .filter(s -> s.restartsTotal() == 1 && s.state() == ServiceState.ACTIVE)
                            .count()
                    == 50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiveHundredServicesStartAndStopAndNothingIsLeft(Tracking tracking) throws IOException {
        TestSupervisor.prepare(directory, tracking.line(directory));
        TestSupervisor.open(directory).close(); // Loads what stays loaded.
        Held before = Held.now();
        services(500, "[service]\nexec = \"sleep 1000\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            long begin = System.nanoTime();
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            long up = System.nanoTime();
            assertEquals(
                    500,
                    supervisor.manager().list().stream()
                            .filter(s -> s.pid().isPresent())
                            .count());
            done(supervisor.manager().stopAll(TestSupervisor.TEST));
            System.out.printf(
                    "500 services, %s: started in %d ms, stopped in %d ms%n",
                    tracking, (up - begin) / 1_000_000, (System.nanoTime() - up) / 1_000_000);
        }
        eventually(() -> Held.now().isWithin(before));
        assertTrue(TestSupervisor.processes(directory).isEmpty());
    }

    @Test
    void failuresOfAllKindsLeakNothing() throws IOException {
        TestSupervisor.prepare(directory);
        file(directory, "absent", "[service]\nexec = \"/no/such/program\"\n");
        file(directory, "unknown", "[service]\nexec = \"true\"\nuser = \"no-such-user\"\n");
        file(directory, "failing", "[service]\ntype = \"oneshot\"\nexec = \"false\"\n");
        file(directory, "forking", "[service]\nexec = [\"sh\", \"-c\", \"sleep 1000 & exit 1\"]\n");
        TestSupervisor.open(directory).close();
        Held before = Held.now();
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (int i = 0; i < 20; i++) {
                for (String name : new String[] {"absent", "unknown", "failing", "forking"}) {
                    supervisor.start(name);
                    supervisor.awaitState(name, ServiceState.FAILED);
                }
            }
        }
        eventually(() -> Held.now().isWithin(before));
        assertTrue(TestSupervisor.processes(directory).isEmpty());
    }
}
