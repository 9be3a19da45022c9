package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Commands around the main one: when they run, what they are told, and what becomes of the service when they go wrong. */
class HooksTest {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        script("say", "echo \"$@ ${MAINPID:+pid }$SERVICE_RESULT $EXIT_CODE $EXIT_STATUS\" | sed 's/ *$//' >> log");
        script("hang", "trap : TERM; echo $$ > hook.new; mv hook.new hook; while :; do sleep 1000; done");
        script("leave", "setsid sleep 1000 >/dev/null 2>&1 & echo left >> log");
    }

    /** A program of the test's, which runs in its directory. */
    private void script(String name, String body) throws IOException {
        Files.writeString(directory.resolve(name), "cd " + directory + "\n" + body + "\n");
    }

    /** A list of commands under a key, each a script of the test with its arguments. */
    private String hook(String key, String... commands) {
        StringBuilder list = new StringBuilder();
        for (String command : commands) {
            boolean tolerated = command.startsWith("-");
            list.append('"')
                    .append(tolerated ? "-" : "")
                    .append("sh ")
                    .append(directory)
                    .append('/')
                    .append(tolerated ? command.substring(1) : command)
                    .append("\", ");
        }
        return key + " = [" + list + "]\n";
    }

    private CompletableFuture<JobReport> stop(TestSupervisor supervisor) {
        return supervisor.manager().stop(List.of("one"), true, TestSupervisor.TEST);
    }

    private int hookPid() {
        eventually(() -> Files.exists(directory.resolve("hook")));
        return Integer.parseInt(TestSupervisor.text(directory.resolve("hook")).strip());
    }

    @Test
    void theyRunInTheirOrderAndAreToldWhatTheyNeed() throws IOException {
        file(
                directory,
                "one",
                SLEEP
                        + hook("exec_start_pre", "say pre1", "say pre2")
                        + hook("exec_start_post", "say post1", "say post2")
                        + hook("exec_reload", "say reload1", "say reload2")
                        + hook("exec_stop", "say stop1", "say stop2")
                        + hook("exec_stop_post", "say gone1", "say gone2"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("one").error().isEmpty());
            assertEquals(List.of("pre1", "pre2", "post1 pid", "post2 pid"), supervisor.lines("log"));
            assertTrue(done(supervisor.manager().reload(List.of("one"), TestSupervisor.TEST))
                    .results()
                    .getFirst()
                    .error()
                    .isEmpty());
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(
                    List.of(
                            "reload1 pid",
                            "reload2 pid",
                            "stop1 pid success",
                            "stop2 pid success",
                            "gone1 success killed TERM",
                            "gone2 success killed TERM"),
                    supervisor.lines("log").subList(4, 10));
            assertEquals(10, supervisor.lines("log").size());
            assertEquals(Result.SUCCESS, supervisor.status("one").result());
        }
    }

    @Test
    void aFailureOfACommandBeforeTheStartIsAFailedStartThatNamesIt() throws IOException {
        script("fail", "exit 7");
        file(
                directory,
                "one",
                "[service]\nexec = \"sh " + directory + "/say main\"\n"
                        + hook("exec_start_pre", "say pre", "fail", "say never") + hook("exec_stop", "say stop")
                        + hook("exec_stop_post", "say gone"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("one");
            assertTrue(message.contains("exec_start_pre") && message.contains("7"), message);
            ServiceStatus status = supervisor.status("one");
            assertEquals(ServiceState.FAILED, status.state());
            assertEquals(Result.EXIT_CODE, status.result());
            assertEquals(List.of("pre", "gone exit-code"), supervisor.lines("log"));
        }
    }

    @Test
    void aFailureOfACommandAfterTheStartEndsWhatWasStarted() throws IOException {
        script("fail", "exit 7");
        file(
                directory,
                "one",
                SLEEP + hook("exec_start_post", "fail", "say never") + hook("exec_stop_post", "say gone"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("one");
            assertTrue(message.contains("exec_start_post") && message.contains("7"), message);
            assertEquals(ServiceState.FAILED, supervisor.status("one").state());
            assertEquals(1, supervisor.lines("log").size());
            assertTrue(
                    supervisor.lines("log").getFirst().startsWith("gone exit-code"), supervisor.lines("log")::toString);
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @Test
    void aCommandThatIsNotThereIsAFailedStart() throws IOException {
        file(directory, "one", SLEEP + "exec_start_pre = [\"/no/such/program\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("one");
            assertTrue(message.contains("exec_start_pre") && message.contains("/no/such/program"), message);
            assertEquals(Result.EXEC, supervisor.status("one").result());
        }
    }

    @Test
    void aHyphenToleratesAnyFailure() throws IOException {
        script("fail", "echo \"$1\" >> log; exit 7");
        String hooks = "";
        for (String key : List.of("exec_start_pre", "exec_start_post", "exec_reload", "exec_stop", "exec_stop_post")) {
            hooks += hook(key, "-fail " + key, "say and").replace("[", "[\"-/no/such/program\", ");
        }
        file(directory, "one", SLEEP + hooks);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("one").error().isEmpty());
            done(supervisor.manager().reload(List.of("one"), TestSupervisor.TEST))
                    .results()
                    .forEach(r -> assertTrue(r.error().isEmpty(), r::toString));
            assertTrue(supervisor.stop("one").error().isEmpty());
            List<String> keys = supervisor.lines("log").stream()
                    .filter(line -> line.startsWith("exec"))
                    .toList();
            assertEquals(
                    List.of("exec_start_pre", "exec_start_post", "exec_reload", "exec_stop", "exec_stop_post"), keys);
            assertEquals(10, supervisor.lines("log").size());
            assertEquals(Result.SUCCESS, supervisor.status("one").result());
        }
    }

    @Test
    void failuresOnTheWayDownAreSurvivedAndTheSignalsComeAllTheSame() throws IOException {
        script("fail", "echo \"$1\" >> log; exit 7");
        file(
                directory,
                "one",
                SLEEP + hook("exec_stop", "fail 1", "fail 2") + hook("exec_stop_post", "fail 3", "fail 4"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(List.of("1", "2", "3", "4"), supervisor.lines("log"));
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(Result.SUCCESS, supervisor.status("one").result());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @Test
    void aFailedReloadIsAnErrorAndTheServiceRunsOn() throws IOException {
        script("fail", "exit 7");
        file(directory, "one", SLEEP + hook("exec_reload", "fail", "say never"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            int pid = supervisor.status("one").pid().orElseThrow();
            StartError error = done(supervisor.manager().reload(List.of("one"), TestSupervisor.TEST))
                    .results()
                    .getFirst()
                    .error()
                    .orElseThrow();
            assertTrue(error.getMessage().contains("exec_reload"), error.getMessage());
            assertEquals(ServiceState.ACTIVE, supervisor.status("one").state());
            assertEquals(pid, supervisor.status("one").pid().orElseThrow());
            assertEquals(List.of(), supervisor.lines("log"));
        }
    }

    @Test
    void afterACrashTheLastOnesHearHowItEndedAndTheRestartComesAfterThem() throws IOException, PosixException {
        file(
                directory,
                "one",
                SLEEP + hook("exec_start_pre", "say pre") + hook("exec_stop_post", "say gone")
                        + "[service.restart]\npolicy = \"on-failure\"\ndelay = \"0s\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            Kernel.kill(supervisor.status("one").pid().orElseThrow(), Signals.KILL);
            eventually(() -> supervisor.status("one").restartsTotal() == 1
                    && supervisor.status("one").state() == ServiceState.ACTIVE);
            assertEquals(List.of("pre", "gone signal killed KILL", "pre"), supervisor.lines("log"));
        }
    }

    @Test
    void theMainProcessThatExitsByItselfIsToldWithItsCode() throws IOException {
        file(directory, "one", "[service]\nexec = \"sh -c 'exit 3'\"\n" + hook("exec_stop_post", "say gone"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            supervisor.awaitState("one", ServiceState.FAILED);
            assertEquals(List.of("gone exit-code exited 3"), supervisor.lines("log"));
        }
    }

    @Test
    void aStopCommandThatEndsTheServiceItselfSparesItTheSignal() throws IOException {
        script("main", "trap 'echo signal >> log' TERM; echo up >> log; until [ -e go ]; do sleep 0.02; done");
        script("end", "touch go; while kill -0 $MAINPID 2>/dev/null; do sleep 0.02; done");
        file(directory, "one", "[service]\nexec = \"sh " + directory + "/main\"\n" + hook("exec_stop", "end"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            eventually(() -> supervisor.lines("log").equals(List.of("up")));
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(List.of("up"), supervisor.lines("log"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_start_pre", "exec_start_post"})
    void oneThatHangsOnTheWayUpIsEndedAtTheStartTimeOut(String key) throws IOException {
        file(
                directory,
                "one",
                SLEEP + hook(key, "hang") + hook("exec_stop_post", "say gone")
                        + "[service.timeout]\nstart = \"300ms\"\nstop = \"5s\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("one");
            assertTrue(message.contains("timed out"), message);
            assertEquals(Result.TIMEOUT, supervisor.status("one").result());
            assertTrue(
                    supervisor.lines("log").getFirst().startsWith("gone timeout"), supervisor.lines("log")::toString);
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_stop", "exec_stop_post"})
    void oneThatHangsOnTheWayDownIsEndedAtTheStopTimeOut(String key) throws IOException {
        file(directory, "one", SLEEP + hook(key, "hang") + "[service.timeout]\nstop = \"300ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @Test
    void aReloadThatHangsFailsAtItsTimeOutAndTheServiceRunsOn() throws IOException {
        file(directory, "one", SLEEP + hook("exec_reload", "hang") + "[service.timeout]\nreload = \"300ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            int pid = supervisor.status("one").pid().orElseThrow();
            StartError error = done(supervisor.manager().reload(List.of("one"), TestSupervisor.TEST))
                    .results()
                    .getFirst()
                    .error()
                    .orElseThrow();
            assertTrue(error.getMessage().contains("timed out"), error.getMessage());
            assertEquals(pid, supervisor.status("one").pid().orElseThrow());
            assertTrue(TestSupervisor.alive(pid));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_start_pre", "exec_start_post"})
    void aKilledOneOnTheWayUpIsAFailedStart(String key) throws IOException, PosixException {
        file(directory, "one", SLEEP + hook(key, "hang"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var started = supervisor.manager().start(List.of("one"), TestSupervisor.TEST);
            Kernel.kill(hookPid(), Signals.KILL);
            StartError error = done(started).results().getFirst().error().orElseThrow();
            assertTrue(error.getMessage().contains(key) && error.getMessage().contains("KILL"), error.getMessage());
            assertEquals(Result.SIGNAL, supervisor.status("one").result());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_stop", "exec_stop_post"})
    void aKilledOneOnTheWayDownIsNoHindrance(String key) throws IOException, PosixException {
        file(directory, "one", SLEEP + hook(key, "hang"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            var stopped = stop(supervisor);
            Kernel.kill(hookPid(), Signals.KILL);
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @Test
    void theMainProcessKilledDuringEachOneEndsTheRunAndTheOne() throws IOException, PosixException {
        file(directory, "one", SLEEP + hook("exec_start_post", "hang") + "[service.timeout]\nstop = \"300ms\"\n");
        file(directory, "two", SLEEP + hook("exec_reload", "hang") + "[service.timeout]\nstop = \"300ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var started = supervisor.manager().start(List.of("one"), TestSupervisor.TEST);
            hookPid();
            Kernel.kill(supervisor.status("one").pid().orElseThrow(), Signals.KILL);
            assertTrue(done(started).results().getFirst().error().isPresent());
            assertEquals(Result.SIGNAL, supervisor.status("one").result());

            Files.delete(directory.resolve("hook"));
            supervisor.start("two");
            var reloaded = supervisor.manager().reload(List.of("two"), TestSupervisor.TEST);
            hookPid();
            Kernel.kill(supervisor.status("two").pid().orElseThrow(), Signals.KILL);
            assertTrue(done(reloaded).results().getFirst().error().isPresent());
            supervisor.awaitState("two", ServiceState.FAILED);
            assertEquals(Result.SIGNAL, supervisor.status("two").result());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheyLeaveBehindIsEndedWithTheService(TestSupervisor.Tracking tracking) throws IOException {
        TestSupervisor.prepare(directory, tracking.line(directory));
        file(
                directory,
                "one",
                SLEEP
                        + hook("exec_start_pre", "leave")
                        + hook("exec_start_post", "leave")
                        + hook("exec_stop", "leave")
                        + hook("exec_stop_post", "leave"));
        file(directory, "two", SLEEP + hook("exec_start_pre", "leave", "no-such-script"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("one").error().isEmpty());
            assertTrue(supervisor.stop("one").error().isEmpty());
            assertEquals(4, supervisor.lines("log").size());
            assertEquals(List.of(), TestSupervisor.processes(directory));
            supervisor.failure("two");
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_start_pre", "exec_start_post"})
    void aStopDuringOneOnTheWayUpCancelsTheStart(String key) throws IOException {
        file(directory, "one", SLEEP + hook(key, "hang") + "[service.timeout]\nstop = \"300ms\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            var started = supervisor.manager().start(List.of("one"), TestSupervisor.TEST);
            hookPid();
            var stopped = stop(supervisor);
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            assertEquals(
                    "one: cancelled by test",
                    done(started).results().getFirst().error().orElseThrow().getMessage());
            assertEquals(ServiceState.INACTIVE, supervisor.status("one").state());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @Test
    void aStopDuringAReloadEndsTheReloadFirst() throws IOException {
        file(directory, "one", SLEEP + hook("exec_reload", "hang") + hook("exec_stop", "say stop"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            var reloaded = supervisor.manager().reload(List.of("one"), TestSupervisor.TEST);
            int reload = hookPid();
            var stopped = stop(supervisor);
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            assertTrue(done(reloaded).results().getFirst().error().isPresent());
            assertFalse(TestSupervisor.alive(reload));
            assertEquals(List.of("stop pid success"), supervisor.lines("log"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec_stop", "exec_stop_post"})
    void aStartDuringOneOnTheWayDownComesAfterIt(String key) throws IOException, PosixException {
        file(directory, "one", SLEEP + hook(key, "hang") + hook("exec_start_pre", "say pre"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            supervisor.start("one");
            var stopped = stop(supervisor);
            int hook = hookPid();
            var again = stop(supervisor);
            var started = supervisor.manager().start(List.of("one"), TestSupervisor.TEST);
            assertEquals(List.of("pre"), supervisor.lines("log"));
            Kernel.kill(hook, Signals.KILL);
            assertTrue(done(stopped).results().getFirst().error().isEmpty());
            assertTrue(done(again).results().getFirst().error().isEmpty());
            assertTrue(done(started).results().getFirst().error().isEmpty());
            assertEquals(List.of("pre", "pre"), supervisor.lines("log"));
            script("hang", "exit 0");
        }
    }

    @Test
    void aConditionCommandSaysWithItsCodeWhetherTheStartIsCalledFor() throws IOException {
        script("yes", "exit 0");
        script("no", "exit 1");
        script("killed", "kill -9 $$");
        String condition = "[service.conditions]\n";
        file(directory, "one", SLEEP + condition + hook("command", "yes"));
        file(directory, "two", SLEEP + hook("exec_stop_post", "say never") + condition + hook("command", "no"));
        file(directory, "three", SLEEP + condition + hook("command", "killed"));
        file(directory, "four", SLEEP + "[service.dependencies]\nrequires = [\"two\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("one").error().isEmpty());
            assertEquals(ServiceState.ACTIVE, supervisor.status("one").state());
            assertTrue(supervisor.start("two").error().isEmpty());
            assertEquals(ServiceState.INACTIVE, supervisor.status("two").state());
            assertEquals(Result.CONDITION, supervisor.status("two").result());
            assertInstanceOf(
                    StartError.StartFailed.class,
                    supervisor.start("three").error().orElseThrow());
            assertEquals(Result.SIGNAL, supervisor.status("three").result());
            assertTrue(supervisor.start("four").error().isEmpty());
            assertEquals(List.of(), supervisor.lines("log"));
        }
    }
}
