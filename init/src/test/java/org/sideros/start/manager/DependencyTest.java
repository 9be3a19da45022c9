package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** What services mean to each other, what is skipped, and what is made from templates. */
class DependencyTest {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    private static String requires(String... names) {
        return "[service.dependencies]\nrequires = [\"" + String.join("\", \"", names) + "\"]\n";
    }

    private void chain() throws IOException {
        file(directory, "base", SLEEP);
        file(directory, "middle", SLEEP + requires("base"));
        file(directory, "top", SLEEP + requires("middle"));
        file(directory, "idle", SLEEP + requires("base"));
    }

    private static int pid(TestSupervisor supervisor, String name) {
        return supervisor.status(name).pid().orElseThrow();
    }

    @Test
    void aStopTakesTheDependentsAlongAndNamesThem() throws IOException {
        chain();
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("top").error().isEmpty());
            JobReport report = done(supervisor.manager().stop(List.of("base"), true, TestSupervisor.TEST));
            assertEquals(
                    List.of("middle", "top"), report.also().stream().sorted().toList());
            for (String name : List.of("base", "middle", "top", "idle")) {
                assertEquals(ServiceState.INACTIVE, supervisor.status(name).state(), name);
            }
        }
    }

    @Test
    void withoutCascadeAStopIsRefusedAndNothingHappens() throws IOException {
        chain();
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("top");
            StartError refused = assertThrows(
                    StartError.Refused.class,
                    () -> supervisor.manager().stop(List.of("base"), false, TestSupervisor.TEST));
            assertTrue(refused.getMessage().contains("middle"), refused.getMessage());
            assertFalse(refused.getMessage().contains("idle"), refused.getMessage());
            assertEquals(ServiceState.ACTIVE, supervisor.status("base").state());
            assertEquals(ServiceState.ACTIVE, supervisor.status("top").state());
        }
    }

    @Test
    void aRestartRestartsExactlyThoseThatRan() throws IOException {
        chain();
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("top");
            int base = pid(supervisor, "base");
            int middle = pid(supervisor, "middle");
            int top = pid(supervisor, "top");
            assertTrue(supervisor.restart("base").error().isEmpty());
            supervisor.awaitState("top", ServiceState.ACTIVE);
            assertTrue(base != pid(supervisor, "base"));
            assertTrue(middle != pid(supervisor, "middle"));
            assertTrue(top != pid(supervisor, "top"));
            assertEquals(ServiceState.INACTIVE, supervisor.status("idle").state());
        }
    }

    @Test
    void anUnexpectedExitLeavesDependentsAlone() throws IOException, PosixException {
        chain();
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("top");
            int middle = pid(supervisor, "middle");
            Kernel.kill(pid(supervisor, "base"), Signals.KILL);
            supervisor.awaitState("base", ServiceState.FAILED);
            assertEquals(middle, pid(supervisor, "middle"));
            assertTrue(TestSupervisor.alive(middle));
        }
    }

    @Test
    void whoRequiresAFailureIsNeverExecutedAndStartsWhenThatComesUpAfterAll() throws IOException {
        Path key = directory.resolve("key");
        file(
                directory,
                "base",
                "[service]\ntype = \"oneshot\"\nremain_after_exit = true\nexec = [\"test\", \"-e\", \"" + key
                        + "\"]\n");
        file(directory, "top", SLEEP + requires("base"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            StartError error = supervisor.start("top").error().orElseThrow();
            assertInstanceOf(StartError.DependencyFailed.class, error);
            assertTrue(
                    error.getMessage().contains("base") && error.getMessage().contains("top.toml:4"),
                    error.getMessage());
            ServiceStatus status = supervisor.status("top");
            assertEquals(ServiceState.FAILED, status.state());
            assertEquals(Result.DEPENDENCY, status.result());
            assertTrue(status.invocation().isEmpty(), "it was executed");

            Files.createFile(key);
            assertTrue(supervisor.start("base").error().isEmpty());
            supervisor.awaitState("top", ServiceState.ACTIVE);
        }
    }

    @Test
    void aStartWaitsWhileWhatItRequiresIsBeingRestarted() throws IOException {
        Path key = directory.resolve("key");
        file(
                directory,
                "base",
                "[service]\ntype = \"oneshot\"\nremain_after_exit = true\nexec = [\"test\", \"-e\", \"" + key
                        + "\"]\n[service.restart]\npolicy = \"on-failure\"\ndelay = \"20ms\"\nmax_attempts = 0\n");
        file(directory, "top", SLEEP + requires("base"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var started = supervisor.manager().start(List.of("top"), TestSupervisor.TEST);
            TestSupervisor.eventually(() -> supervisor.status("base").restartsTotal() > 2);
            assertFalse(started.isDone());
            Files.createFile(key);
            assertTrue(done(started).results().getFirst().error().isEmpty());
        }
    }

    @Test
    void aConditionThatDoesNotHoldSkipsTheStartAndThoseThatRequireItGoOn() throws IOException {
        Path key = directory.resolve("key");
        file(directory, "base", SLEEP + "[service.conditions]\npath_exists = \"" + key + "\"\n");
        file(directory, "missing", SLEEP + "[service.conditions]\npath_missing = \"" + directory + "\"\n");
        file(directory, "empty", SLEEP + "[service.conditions]\ndirectory_not_empty = \"" + directory + "/dir\"\n");
        file(directory, "kernel", SLEEP + "[service.conditions]\nkernel_command_line = \"no.such.word\"\n");
        file(directory, "top", SLEEP + requires("base"));
        Files.createDirectory(directory.resolve("dir"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (String name : List.of("base", "missing", "empty", "kernel")) {
                assertTrue(supervisor.start(name).error().isEmpty());
                ServiceStatus status = supervisor.status(name);
                assertEquals(ServiceState.INACTIVE, status.state());
                assertEquals(Result.CONDITION, status.result());
                assertTrue(status.statusText().orElseThrow().contains("condition not met"), status.toString());
            }
            assertTrue(supervisor.start("top").error().isEmpty());
            Files.createFile(key);
            assertTrue(supervisor.start("base").error().isEmpty());
            assertEquals(ServiceState.ACTIVE, supervisor.status("base").state());
        }
    }

    @Test
    void anInstanceIsMadeFromItsTemplateOnDemand() throws IOException {
        file(
                directory,
                "getty@",
                "[service]\ndescription = \"Getty on %i\"\nexec = \"sh -c 'echo %n %i >> " + directory
                        + "/ran; exec sleep 1000'\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertThrows(StartError.ServiceNotFound.class, () -> supervisor.status("getty@tty1"));
            assertTrue(supervisor.start("getty@tty1").error().isEmpty());
            assertTrue(supervisor.start("getty@tty2").error().isEmpty());
            assertEquals("Getty on tty1", supervisor.status("getty@tty1").description());
            TestSupervisor.eventually(() -> supervisor.lines("ran").size() == 2);
            assertEquals(
                    List.of("getty@tty1 tty1", "getty@tty2 tty2"),
                    supervisor.lines("ran").stream().sorted().toList());
            supervisor.manager().reload(TestSupervisor.TEST);
            assertEquals(ServiceState.ACTIVE, supervisor.status("getty@tty1").state());
            assertFalse(supervisor.status("getty@tty1").orphaned());
            assertThrows(
                    StartError.ServiceNotFound.class,
                    () -> supervisor.manager().start(List.of("nothing@tty1"), TestSupervisor.TEST));
        }
    }
}
