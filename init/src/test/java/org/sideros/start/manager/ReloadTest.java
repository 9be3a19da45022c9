package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;

/** Files that change while their services run. */
class ReloadTest {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        for (String name : List.of("same", "changing", "leaving", "breaking", "resting")) {
            file(directory, name, SLEEP);
        }
    }

    private static ReloadReport reload(TestSupervisor supervisor) {
        return supervisor.manager().reload(TestSupervisor.TEST);
    }

    private static Map<String, Integer> pids(TestSupervisor supervisor) {
        Map<String, Integer> pids = new TreeMap<>();
        supervisor.manager().list().forEach(s -> s.pid().ifPresent(pid -> pids.put(s.name(), pid)));
        return pids;
    }

    private void change() throws IOException {
        file(directory, "changing", "[service]\ndescription = \"another\"\nexec = \"sleep 2000\"\n");
        file(directory, "breaking", "[service\n");
        file(directory, "coming", SLEEP);
        Files.delete(directory.resolve("services/leaving.toml"));
    }

    @Test
    void nothingThatRunsIsDisturbedAndEveryChangeIsReported() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (String name : List.of("same", "changing", "leaving", "breaking")) {
                assertTrue(supervisor.start(name).error().isEmpty());
            }
            Map<String, Integer> before = pids(supervisor);
            change();
            ReloadReport report = reload(supervisor);
            assertEquals(List.of("coming"), report.added());
            assertEquals(List.of("changing"), report.changed());
            assertEquals(List.of("leaving"), report.removed());
            assertTrue(
                    report.problems().stream().anyMatch(p -> p.toString().contains("breaking.toml:1")),
                    report.toString());
            eventually(() -> supervisor.status("changing").stale()
                    && supervisor.status("leaving").orphaned());
            assertEquals(before, pids(supervisor));
            before.values().forEach(pid -> assertTrue(TestSupervisor.alive(pid)));
            assertFalse(supervisor.status("same").stale());
            assertFalse(supervisor.status("breaking").stale());
        }
    }

    @Test
    void aNewFileIsKnownAndStartedOnlyWhenAsked() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            change();
            reload(supervisor);
            assertEquals(ServiceState.INACTIVE, supervisor.status("coming").state());
            assertTrue(supervisor.start("coming").error().isEmpty());
        }
    }

    @Test
    void aChangedServiceIsStaleUntilItIsRestarted() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("changing");
            change();
            reload(supervisor);
            eventually(() -> supervisor.status("changing").stale());
            assertTrue(supervisor.restart("changing").error().isEmpty());
            assertFalse(supervisor.status("changing").stale());
            assertEquals("another", supervisor.status("changing").description());
            int pid = supervisor.status("changing").pid().orElseThrow();
            eventually(() ->
                    TestSupervisor.text(Path.of("/proc/" + pid + "/cmdline")).equals("sleep\0" + "2000\0"));
        }
    }

    @Test
    void aServiceAtRestTakesItsNewDefinitionAtOnce() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            change();
            reload(supervisor);
            eventually(() -> supervisor.status("changing").description().equals("another"));
            assertFalse(supervisor.status("changing").stale());
            assertThrows(StartError.ServiceNotFound.class, () -> {
                eventually(() -> supervisor.manager().list().stream()
                        .noneMatch(s -> s.name().equals("leaving")));
                supervisor.status("leaving");
            });
        }
    }

    @Test
    void aRemovedServiceRunsOnAsAnOrphanAndIsForgottenOnceStopped() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("leaving");
            change();
            reload(supervisor);
            eventually(() -> supervisor.status("leaving").orphaned());
            assertTrue(supervisor.stop("leaving").error().isEmpty());
            eventually(() ->
                    supervisor.manager().list().stream().noneMatch(s -> s.name().equals("leaving")));
            assertThrows(StartError.ServiceNotFound.class, () -> supervisor.start("leaving"));
        }
    }

    @Test
    void whoRequiresAForgottenServiceIsToldSoAndDoesNotWaitForEver() throws IOException {
        file(directory, "top", SLEEP + "[service.dependencies]\nrequires = [\"leaving\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("top").error().isEmpty());
            change();
            reload(supervisor);
            eventually(() -> supervisor.status("leaving").orphaned());
            supervisor.stop("leaving");
            eventually(() ->
                    supervisor.manager().list().stream().noneMatch(s -> s.name().equals("leaving")));
            String message = supervisor.failure("top");
            assertTrue(message.contains("leaving") && message.contains("does not exist"), message);
            assertEquals(Result.DEPENDENCY, supervisor.status("top").result());
        }
    }

    @Test
    void aRemovedFileThatComesBackIsTheSameServiceAgain() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("leaving");
            int pid = supervisor.status("leaving").pid().orElseThrow();
            Files.delete(directory.resolve("services/leaving.toml"));
            reload(supervisor);
            eventually(() -> supervisor.status("leaving").orphaned());
            file(directory, "leaving", SLEEP);
            reload(supervisor);
            eventually(() -> !supervisor.status("leaving").orphaned());
            assertEquals(pid, supervisor.status("leaving").pid().orElseThrow());
            assertTrue(supervisor.stop("leaving").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("leaving").state());
        }
    }

    @Test
    void aBrokenFileKeepsItsOldDefinitionAndCanBeRepaired() throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("breaking");
            change();
            reload(supervisor);
            assertTrue(supervisor.restart("breaking").error().isEmpty());
            assertEquals(ServiceState.ACTIVE, supervisor.status("breaking").state());
            file(directory, "breaking", "[service]\ndescription = \"repaired\"\nexec = \"sleep 1000\"\n");
            assertEquals(List.of("breaking"), reload(supervisor).changed());
            eventually(() -> supervisor.status("breaking").stale());
        }
    }

    @Test
    void aFileThatWasBrokenFromTheStartCanBeRepaired() throws IOException {
        file(directory, "bad", "[service\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals(Result.BAD_CONFIG, supervisor.status("bad").result());
            file(directory, "bad", SLEEP);
            reload(supervisor);
            assertTrue(supervisor.start("bad").error().isEmpty());
        }
    }

    @Test
    void reloadOfAServiceHangsUpItsMainProcess() throws IOException {
        file(
                directory,
                "daemon",
                "[service]\nexec = [\"sh\", \"-c\", \"trap 'echo hup >> " + directory + "/hups' HUP; echo up > "
                        + directory + "/up; while :; do sleep 0.05; done\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("daemon");
            eventually(() -> supervisor.lines("up").contains("up"));
            JobReport report =
                    TestSupervisor.done(supervisor.manager().reload(List.of("daemon", "resting"), TestSupervisor.TEST));
            assertTrue(report.results().getFirst().error().isEmpty());
            assertInstanceOf(
                    StartError.StartFailed.class,
                    report.results().getLast().error().orElseThrow());
            eventually(() -> supervisor.lines("hups").contains("hup"));
        }
    }
}
