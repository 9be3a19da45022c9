package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Services as real processes. */
class ServiceManagerTest {
    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    @Test
    void aSimpleServiceRunsUntilItIsStopped() throws IOException {
        TestSupervisor.file(directory, "sleeper", "[service]\nexec = \"sleep 1000\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("sleeper").error().isEmpty());
            ServiceStatus running = supervisor.status("sleeper");
            assertEquals(ServiceState.ACTIVE, running.state());
            int pid = running.pid().orElseThrow();
            assertTrue(TestSupervisor.alive(pid));

            assertInstanceOf(
                    StartError.AlreadyRunning.class,
                    supervisor.start("sleeper").error().orElseThrow());
            assertEquals(pid, supervisor.status("sleeper").pid().orElseThrow());

            assertTrue(supervisor.stop("sleeper").error().isEmpty());
            assertFalse(TestSupervisor.alive(pid));
            assertEquals(ServiceState.INACTIVE, supervisor.status("sleeper").state());
            assertEquals(Result.SUCCESS, supervisor.status("sleeper").result());
            assertEquals("SIGTERM", supervisor.status("sleeper").exitSignal().orElseThrow());
        }
    }

    @Test
    void aMissingProgramIsAFailedStartThatNamesTheStep() throws IOException {
        TestSupervisor.file(directory, "absent", "[service]\nexec = \"/no/such/program\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            StartError error = supervisor.start("absent").error().orElseThrow();
            assertEquals("absent: exec /no/such/program: No such file or directory", error.getMessage());
            assertEquals(ServiceState.FAILED, supervisor.status("absent").state());
            assertEquals(Result.EXEC, supervisor.status("absent").result());
        }
    }
}
