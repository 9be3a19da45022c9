package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.config.Output;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** A service that a program defines, as a real process. */
class ServiceTest {
    @TempDir
    Path directory;

    private Service of(ServiceConfig.Builder builder) throws IOException {
        return Service.of(
                builder.build(),
                ManagerOptions.DEFAULT
                        .withExecutor(Path.of("target/native/start-exec"))
                        .withRuntimeDir(directory.resolve("run"))
                        .withJournalDir(directory.resolve("log")));
    }

    private static ServiceConfig.Builder shell(String script) {
        return ServiceConfig.builder("app").exec("sh", "-c", script);
    }

    @Test
    void itIsStartedAndStoppedAsOftenAsAsked() throws Exception {
        try (Service service = of(ServiceConfig.builder("app").exec("sleep", "1000"))) {
            assertEquals(ServiceState.INACTIVE, service.state());
            for (int i = 0; i < 3; i++) {
                service.start();
                assertEquals(ServiceState.ACTIVE, service.state());
                assertEquals(
                        "app",
                        assertThrows(StartError.AlreadyRunning.class, service::start)
                                .name());
                int pid = service.status().pid().orElseThrow();
                service.restart();
                assertFalse(TestSupervisor.alive(pid));
                service.stop();
                assertEquals(ServiceState.INACTIVE, service.state());
            }
        }
    }

    @Test
    void itsPolicyRestartsItUntilItSucceeds() throws Exception {
        Path runs = directory.resolve("runs");
        try (Service service = of(shell("echo >> " + runs + "; [ $(wc -l < " + runs + ") = 3 ]")
                .restart(RestartPolicy.ON_FAILURE, Duration.ofMillis(20), 5))) {
            service.start();
            ServiceStatus ended = service.awaitEnd();
            assertEquals(ServiceState.INACTIVE, ended.state());
            assertEquals(OptionalInt.of(0), ended.exitCode());
            assertEquals(2, ended.restartsTotal());
        }
    }

    @Test
    void aStartThatFailsSaysAtWhichStepAndWhy() throws Exception {
        try (Service service = of(ServiceConfig.builder("app").exec("/no/such/program"))) {
            StartError.StartFailed error = assertThrows(StartError.StartFailed.class, service::start);
            assertEquals("exec", error.step());
            assertEquals(2, error.errno());
            assertEquals(ServiceState.FAILED, service.state());
            assertEquals(Result.EXEC, service.awaitEnd().result());
        }
    }

    @Test
    void itsOutputIsKeptWhereTheProgramSaid() throws Exception {
        Path file = directory.resolve("file");
        try (Service service = of(shell("echo hello").stdout(new Output.Append(file)))) {
            service.start();
            service.awaitEnd();
            assertEquals("hello\n", Files.readString(file));
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnythingIsMade() {
        assertThrows(StartError.InvalidArgument.class, () -> of(ServiceConfig.builder("app")));
        assertFalse(Files.exists(directory.resolve("run")));
    }

    @Test
    void theDirectoryItTookByItselfIsDeletedInTheEnd() throws Exception {
        Path file = directory.resolve("environment");
        ServiceConfig config = shell("echo $START_RUNTIME_DIR > " + file).build();
        try (Service service =
                Service.of(config, ManagerOptions.DEFAULT.withExecutor(Path.of("target/native/start-exec")))) {
            service.start();
            service.awaitEnd();
            assertTrue(Files.isDirectory(Path.of(Files.readString(file).strip())));
        }
        await().atMost(Patience.LONG)
                .until(() -> !Files.exists(Path.of(Files.readString(file).strip())));
    }
}
