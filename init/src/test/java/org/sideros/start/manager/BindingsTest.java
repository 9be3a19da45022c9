package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
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
import org.sideros.start.service.ServiceState;

/** Services that stop, restart or make way with each other, and those that let others go first. */
class BindingsTest {
    private static final String RESTARTED = "[service.restart]\npolicy = \"on-failure\"\ndelay = \"1h\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        Files.writeString(directory.resolve("say"), "echo \"$@\" >> " + directory + "/log\n");
    }

    /** A service that writes down when it has come and when it is gone. */
    private void service(String name, String more) throws IOException {
        String say = "sh " + directory + "/say ";
        file(
                directory,
                name,
                "[service]\nexec = \"sleep 1000\"\nexec_start_pre = [\"" + say + "+" + name
                        + "\"]\nexec_stop_post = [\"" + say + "-" + name + "\"]\n" + more);
    }

    private static String dependencies(String... keys) {
        return "[service.dependencies]\n" + String.join("\n", keys) + "\n";
    }

    private static void isActive(TestSupervisor supervisor, String... names) {
        for (String name : names) {
            assertEquals(ServiceState.ACTIVE, supervisor.status(name).state(), name);
        }
    }

    private static int pid(TestSupervisor supervisor, String name) {
        return supervisor.status(name).pid().orElseThrow();
    }

    private static void succeeds(JobResult result) {
        assertTrue(result.error().isEmpty(), result::toString);
    }

    @Test
    void whatIsBoundStopsWhenTheOtherFailsForGoodAfterItsOwnDependents() throws IOException, PosixException {
        service("base", "");
        service("bound", dependencies("binds_to = [\"base\"]"));
        service("top", dependencies("requires = [\"bound\"]"));
        service("other", dependencies("requires = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("top"));
            succeeds(supervisor.start("other"));
            Kernel.kill(pid(supervisor, "base"), Signals.KILL);
            supervisor.awaitState("bound", ServiceState.INACTIVE);
            assertEquals(ServiceState.INACTIVE, supervisor.status("top").state());
            assertEquals(ServiceState.FAILED, supervisor.status("base").state());
            isActive(supervisor, "other");
            assertEquals(
                    List.of("-base", "-top", "-bound"), supervisor.lines("log").subList(4, 7));
        }
    }

    @Test
    void whatIsBoundStopsWhenTheOtherEndsWell() throws IOException, PosixException {
        service("base", "");
        service("bound", dependencies("binds_to = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("bound"));
            Kernel.kill(pid(supervisor, "base"), Signals.TERM);
            supervisor.awaitState("bound", ServiceState.INACTIVE);
            assertEquals(ServiceState.INACTIVE, supervisor.status("base").state());
        }
    }

    @Test
    void aPendingRestartLeavesWhatIsBoundAlone() throws IOException, PosixException {
        service("base", RESTARTED);
        service("bound", dependencies("binds_to = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("bound"));
            int bound = pid(supervisor, "bound");
            Kernel.kill(pid(supervisor, "base"), Signals.KILL);
            supervisor.awaitState("base", ServiceState.RESTARTING);
            succeeds(supervisor.start("base"));
            isActive(supervisor, "base", "bound");
            assertEquals(bound, pid(supervisor, "bound"));
        }
    }

    @Test
    void aStopTakesWhatIsBoundAlongBeforehand() throws IOException {
        service("base", "");
        service("bound", dependencies("binds_to = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("bound"));
            succeeds(supervisor.stop("base"));
            assertEquals(List.of("+base", "+bound", "-bound", "-base"), supervisor.lines("log"));
        }
    }

    @Test
    void aPartStopsAndRestartsAlongAndIsNotStartedAlong() throws IOException {
        service("base", "");
        service("part", dependencies("part_of = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("base"));
            assertEquals(ServiceState.INACTIVE, supervisor.status("part").state());
            succeeds(supervisor.start("part"));
            int part = pid(supervisor, "part");
            succeeds(supervisor.restart("base"));
            supervisor.awaitState("part", ServiceState.ACTIVE);
            assertNotEquals(part, pid(supervisor, "part"));
            succeeds(supervisor.stop("base"));
            assertEquals(ServiceState.INACTIVE, supervisor.status("part").state());
            assertEquals(
                    List.of("+base", "+part", "-part", "-base", "+base", "+part", "-part", "-base"),
                    supervisor.lines("log"));
            succeeds(supervisor.restart("base"));
            assertEquals(ServiceState.INACTIVE, supervisor.status("part").state());
        }
    }

    @Test
    void aPartLivesOnWhenTheOtherDies() throws IOException, PosixException {
        service("base", "");
        service("part", dependencies("part_of = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("base"));
            succeeds(supervisor.start("part"));
            Kernel.kill(pid(supervisor, "base"), Signals.KILL);
            supervisor.awaitState("base", ServiceState.FAILED);
            isActive(supervisor, "part");
        }
    }

    @Test
    void startingOneStopsWhatItConflictsWithFirstWhicheverOfThemSaysSo() throws IOException {
        service("one", dependencies("conflicts = [\"two\"]"));
        service("two", "");
        service("top", dependencies("requires = [\"two\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("top"));
            succeeds(supervisor.start("one"));
            isActive(supervisor, "one");
            assertEquals(ServiceState.INACTIVE, supervisor.status("two").state());
            assertEquals(ServiceState.INACTIVE, supervisor.status("top").state());
            succeeds(supervisor.start("two"));
            isActive(supervisor, "two");
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(List.of("+two", "+top", "-top", "-two", "+one", "-one", "+two"), supervisor.lines("log"));
        }
    }

    @Test
    void conflictingStartsInTurnLeaveTheLastOneStanding() throws IOException {
        service("one", dependencies("conflicts = [\"two\"]"));
        service("two", "");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (int i = 0; i < 10; i++) {
                var first = supervisor.manager().start(List.of("one"), TestSupervisor.TEST);
                var second = supervisor.manager().start(List.of("two"), TestSupervisor.TEST);
                done(first);
                succeeds(done(second).results().getFirst());
                isActive(supervisor, "two");
                assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            }
        }
    }

    @Test
    void aStartThatContradictsItselfIsRefusedWithBothNames() throws IOException {
        service("one", dependencies("conflicts = [\"two\"]"));
        service("two", "");
        service("top", dependencies("requires = [\"one\", \"two\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("two"));
            StartError refused = assertThrows(StartError.Refused.class, () -> supervisor.start("top"));
            assertTrue(refused.getMessage().contains("one and two"), refused.getMessage());
            isActive(supervisor, "two");
            assertEquals(ServiceState.INACTIVE, supervisor.status("top").state());
        }
    }

    @Test
    void bootStartsOnlyOneOfTwoThatConflictAndAllOthers() throws IOException {
        service("one", dependencies("conflicts = [\"two\"]"));
        service("two", "");
        service("third", "");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            isActive(supervisor, "one", "third");
            assertEquals(ServiceState.INACTIVE, supervisor.status("two").state());
            assertFalse(supervisor.lines("log").contains("+two"));
        }
    }

    @Test
    void theReversedKeysPullInAndOrderLikeTheOthers() throws IOException {
        service("wanted", dependencies("wanted_by = [\"top\"]"));
        service("needed", dependencies("required_by = [\"top\"]"));
        service("top", "");
        file(
                directory,
                "broken",
                "[service]\nexec = \"/no/such/program\"\n" + dependencies("required_by = [\"second\"]"));
        file(directory, "unwell", "[service]\nexec = \"/no/such/program\"\n" + dependencies("wanted_by = [\"third\"]"));
        service("second", "");
        service("third", "");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("top"));
            supervisor.awaitState("wanted", ServiceState.ACTIVE);
            isActive(supervisor, "needed", "top");
            assertTrue(supervisor.lines("log").indexOf("+needed")
                    < supervisor.lines("log").indexOf("+top"));
            assertTrue(supervisor.failure("second").contains("broken"));
            succeeds(supervisor.start("third"));
            supervisor.awaitState("unwell", ServiceState.FAILED);
        }
    }

    @Test
    void aRestartBringsBackExactlyThoseThatRanInTheirOrder() throws IOException {
        service("base", "");
        service("middle", dependencies("requires = [\"base\"]"));
        service("top", dependencies("requires = [\"middle\"]"));
        service("bound", dependencies("binds_to = [\"middle\"]", "after = [\"top\"]"));
        service("idle", dependencies("requires = [\"base\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("top"));
            succeeds(supervisor.start("bound"));
            succeeds(supervisor.restart("base"));
            supervisor.awaitState("bound", ServiceState.ACTIVE);
            assertEquals(
                    List.of("-bound", "-top", "-middle", "-base", "+base", "+middle", "+top", "+bound"),
                    supervisor.lines("log").subList(4, 12));
            assertEquals(ServiceState.INACTIVE, supervisor.status("idle").state());
        }
    }

    @Test
    void anIdleOneLetsOthersGoFirst() throws IOException {
        service("late", "type = \"idle\"\n");
        file(
                directory,
                "slow",
                "[service]\ntype = \"oneshot\"\nexec = [\"sh\", \"-c\", \"until [ -e " + directory
                        + "/go ]; do sleep 0.02; done; echo slow >> " + directory + "/log\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var both = supervisor.manager().start(List.of("late", "slow"), TestSupervisor.TEST);
            eventually(() -> supervisor.status("slow").pid().isPresent());
            assertEquals(ServiceState.STARTING, supervisor.status("late").state());
            Files.createFile(directory.resolve("go"));
            done(both).results().forEach(BindingsTest::succeeds);
            assertEquals(List.of("slow", "+late"), supervisor.lines("log"));
        }
    }

    @Test
    void whatRequiresAnIdleOneDoesNotKeepItWaiting() throws IOException {
        service("late", "type = \"idle\"\n");
        service("later", "type = \"idle\"\n" + dependencies("requires = [\"late\"]"));
        service("top", dependencies("requires = [\"later\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            succeeds(supervisor.start("top"));
            assertEquals(List.of("+late", "+later", "+top"), supervisor.lines("log"));
        }
    }

    @Test
    void aStopOfAnIdleOneThatWaitsCancelsIt() throws IOException {
        service("late", "type = \"idle\"\n");
        file(directory, "slow", "[service]\ntype = \"oneshot\"\nexec = \"sleep 1000\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var slow = supervisor.manager().start(List.of("slow"), TestSupervisor.TEST);
            eventually(() -> supervisor.status("slow").pid().isPresent());
            assertFalse(slow.isDone());
            var started = supervisor.manager().start(List.of("late"), TestSupervisor.TEST);
            succeeds(supervisor.stop("late"));
            assertTrue(done(started).results().getFirst().error().isPresent());
            assertEquals(List.of(), supervisor.lines("log"));
        }
    }
}
