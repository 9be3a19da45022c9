package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** What a service uses is told while it runs and afterwards; on the control groups of this machine. */
class AccountingTest {
    @TempDir
    Path directory;

    private TestSupervisor open(String exec) throws IOException {
        TestSupervisor.prepare(directory, TestSupervisor.Tracking.CGROUPS.line(directory));
        TestSupervisor.file(
                directory,
                "worker",
                "[service]\nname = \"worker\"\nexec = [\"/bin/sh\", \"-c\", \"\"\"" + exec + "\"\"\"]\n");
        return TestSupervisor.open(directory);
    }

    @Test
    void theProcessorTimeOfTheLastRunIsStillKnown() throws IOException {
        String busy = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; touch " + directory.resolve("done")
                + "; exec sleep 1000";
        try (TestSupervisor supervisor = open(busy)) {
            assertEquals(OptionalLong.empty(), supervisor.status("worker").cpuUsec());
            supervisor.start("worker");
            TestSupervisor.eventually(() -> Files.exists(directory.resolve("done")));
            long running = supervisor.status("worker").cpuUsec().orElseThrow();
            assertTrue(running > 0);

            supervisor.stop("worker");

            ServiceStatus stopped = supervisor.status("worker");
            assertTrue(stopped.cpuUsec().orElseThrow() >= running, stopped.toString());
            assertEquals(OptionalLong.empty(), stopped.memoryBytes());
            assertEquals(OptionalLong.empty(), stopped.tasks());
        }
    }

    @Test
    void eachRunIsCountedFromNothing() throws IOException {
        String busyOnce = "[ -e ran ] && exec sleep 1000; touch ran; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        try (TestSupervisor supervisor = open("cd " + directory + "; " + busyOnce)) {
            supervisor.start("worker");
            supervisor.awaitState("worker", ServiceState.INACTIVE);
            long first = supervisor.status("worker").cpuUsec().orElseThrow();

            supervisor.start("worker");

            long second = supervisor.status("worker").cpuUsec().orElseThrow();
            assertTrue(second < first / 2, second + " after " + first);
        }
    }
}
