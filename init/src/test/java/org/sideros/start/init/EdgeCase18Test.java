package org.sideros.start.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sideros.start.init.SupervisorProcess.eventually;
import static org.sideros.start.init.SupervisorProcess.file;
import static org.sideros.start.init.SupervisorProcess.prepare;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Orphans that are no service's, below a supervisor that reaps them itself. */
@Tag("forks")
class EdgeCase18Test {
    private static final Path PROBE = Path.of("target/native/probe").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void aThousandOrphansLeaveNoZombieAndAreTakenForNoService() throws Exception {
        prepare(directory, "run");
        file(
                directory,
                "breeder",
                "[service]\ntype = \"oneshot\"\nremain_after_exit = true\nexec = [\"" + PROBE
                        + "\", \"orphans\", \"1000\"]\n");
        file(directory, "bystander", "[service]\nexec = \"sleep 1000\"\n");
        for (int i = 0; i < 20; i++) {
            file(directory, "exit" + i, "[service]\nexec = [\"sh\", \"-c\", \"exit " + (100 + i) + "\"]\n");
        }
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory).awaitAnswer("run")) {
            ServiceStatus breeder = supervisor.awaitState("run", "breeder", ServiceState.ACTIVE);
            assertEquals(0, breeder.exitCode().orElseThrow());
            for (int i = 0; i < 20; i++) {
                ServiceStatus status = supervisor.awaitState("run", "exit" + i, ServiceState.FAILED);
                assertEquals(Result.EXIT_CODE, status.result());
                assertEquals(100 + i, status.exitCode().orElseThrow());
            }
            ServiceStatus bystander = supervisor.awaitState("run", "bystander", ServiceState.ACTIVE);
            eventually(() -> children(supervisor.pid())
                    .equals(String.valueOf(bystander.pid().orElseThrow())));
        }
    }

    /** All children of a process, zombies included. */
    private static String children(int pid) throws Exception {
        StringBuilder all = new StringBuilder();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                all.append(Files.readString(task.resolve("children")));
            }
        }
        return all.toString().strip();
    }
}
