package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;

/** However short the life of a process: no event is lost, and none is out of order. */
class EdgeCase10Test {
    private static final int TIMES = 100;

    @TempDir
    Path directory;

    private TestSupervisor open(String service) throws IOException {
        TestSupervisor.prepare(directory);
        file(directory, "short", "[service]\n" + service);
        return TestSupervisor.open(directory);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void itDiesBetweenForkAndReady() throws IOException {
        try (TestSupervisor s = open("type = \"notify\"\nexec = [\"sh\", \"-c\", \"kill -9 $$\"]\n")) {
            for (int i = 0; i < TIMES; i++) {
                assertTrue(s.start("short").error().isPresent());
                assertEquals(Result.SIGNAL, s.status("short").result());
            }
        }
    }

    @Test
    void itIsReadyAndEndsInTheSameMoment() throws IOException {
        try (TestSupervisor s = open("type = \"notify\"\n" + NotifyTest.speaker("READY=1"))) {
            for (int i = 0; i < TIMES; i++) {
                assertTrue(s.start("short").error().isEmpty(), "READY came before the exit, run " + i);
                s.awaitState("short", ServiceState.INACTIVE);
                assertEquals(Result.SUCCESS, s.status("short").result());
            }
        }
    }

    @Test
    void itHasEndedBeforeTheSupervisorLooked() throws IOException {
        try (TestSupervisor s = open("exec = [\"sh\", \"-c\", \"exit 3\"]\n")) {
            for (int i = 0; i < TIMES; i++) {
                assertTrue(s.start("short").error().isEmpty(), "it was executed, run " + i);
                s.awaitState("short", ServiceState.FAILED);
                assertEquals(3, s.status("short").exitCode().orElseThrow());
            }
        }
    }
}
