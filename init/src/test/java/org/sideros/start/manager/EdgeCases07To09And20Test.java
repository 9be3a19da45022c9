package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.manager.TestSupervisor.Tracking;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Processes that do not want to go, with control groups and without. */
class EdgeCases07To09And20Test {
    /** Of the kill after a time-out, on a machine that does other things as well. */
    private static final Duration LATE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private TestSupervisor open(Tracking tracking, String exec, String rest) throws IOException {
        TestSupervisor.prepare(directory, tracking.line(directory));
        file(directory, "stubborn", "[service]\nexec = [\"sh\", \"-c\", '''" + exec + "''']\n" + rest);
        return TestSupervisor.open(directory);
    }

    private void awaitProcesses(int count) {
        eventually(() -> TestSupervisor.processes(directory).size() == count);
    }

    @ParameterizedTest
    @EnumSource
    void case7WhatAServiceLeavesBehindIsKilledBeforeItCountsAsStopped(Tracking tracking) throws IOException {
        String exec = "(trap '' TERM; while :; do sleep 1000; done) & (exec sleep 1000) & exit 0";
        try (TestSupervisor supervisor = open(tracking, exec, "[service.timeout]\nstop = \"300ms\"\n")) {
            supervisor.start("stubborn");
            ServiceStatus status = supervisor.awaitState("stubborn", ServiceState.INACTIVE);
            assertEquals(List.of(), TestSupervisor.processes(directory));
            assertEquals(0, status.exitCode().orElseThrow());
            assertEquals(Result.SUCCESS, status.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void case7AChainOfProcessesThatKeepForkingDoesNotGetAway(Tracking tracking) throws IOException {
        String exec = "f() { sleep 0.01; f & exit; }; f & exit 0";
        try (TestSupervisor supervisor = open(tracking, exec, "[service.timeout]\nstop = \"300ms\"\n")) {
            supervisor.start("stubborn");
            supervisor.awaitState("stubborn", ServiceState.INACTIVE);
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void case8ADaemonThatLeavesItsSessionIsStillStopped(Tracking tracking) throws IOException {
        String exec = "setsid sh -c \"setsid sleep 1000 & exec sleep 1000\" & exec sleep 1000";
        try (TestSupervisor supervisor = open(tracking, exec, "")) {
            assertTrue(supervisor.start("stubborn").error().isEmpty());
            awaitProcesses(3);
            assertTrue(supervisor.stop("stubborn").error().isEmpty());
            assertEquals(List.of(), TestSupervisor.processes(directory));
            assertEquals(ServiceState.INACTIVE, supervisor.status("stubborn").state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void case9WhoIgnoresSigtermIsKilledAtTheTimeOut(Tracking tracking) throws IOException {
        String exec = "trap '' TERM; echo up > " + directory + "/up; while :; do sleep 1000; done";
        try (TestSupervisor supervisor = open(tracking, exec, "[service.timeout]\nstop = \"500ms\"\n")) {
            supervisor.start("stubborn");
            eventually(() -> supervisor.lines("up").contains("up"));
            long asked = System.nanoTime();
            assertTrue(supervisor.stop("stubborn").error().isEmpty());
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(took.toMillis() >= 500, "killed early, after " + took);
            assertTrue(took.compareTo(Duration.ofMillis(500).plus(LATE)) < 0, "killed late, after " + took);
            ServiceStatus status = supervisor.status("stubborn");
            assertEquals(ServiceState.INACTIVE, status.state());
            assertEquals(Result.TIMEOUT, status.result());
            assertEquals("SIGKILL", status.exitSignal().orElseThrow());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void case9AStoppedServiceTakesItsSignal(Tracking tracking) throws IOException, PosixException {
        try (TestSupervisor supervisor = open(tracking, "exec sleep 1000", "")) {
            supervisor.start("stubborn");
            int pid = supervisor.status("stubborn").pid().orElseThrow();
            Kernel.kill(pid, Signals.number("SIGSTOP").orElseThrow());
            assertTrue(supervisor.stop("stubborn").error().isEmpty());
            assertEquals("SIGTERM", supervisor.status("stubborn").exitSignal().orElseThrow());
            assertEquals(Result.SUCCESS, supervisor.status("stubborn").result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void case9StoppingEverythingIsBounded(Tracking tracking) throws IOException {
        String exec = "trap '' TERM; echo up > " + directory + "/up; while :; do sleep 1000; done";
        try (TestSupervisor supervisor = open(tracking, exec, "[service.timeout]\nstop = \"1h\"\n")) {
            supervisor.start("stubborn");
            eventually(() -> supervisor.lines("up").contains("up"));
            var stopped = supervisor.manager().stopAll(TestSupervisor.TEST);
            eventually(() -> supervisor.status("stubborn").state() == ServiceState.STOPPING);
            assertFalse(stopped.isDone());
            supervisor.manager().hurry(Duration.ofMillis(100));
            TestSupervisor.done(stopped);
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void case20AGrandchildThatKeepsTheOutputOpenDoesNotDelayTheExit(Tracking tracking) throws IOException {
        String exec = "sleep 1000 & exit 3";
        try (TestSupervisor supervisor = open(tracking, exec, "")) {
            supervisor.start("stubborn");
            ServiceStatus status = supervisor.awaitState("stubborn", ServiceState.FAILED);
            assertEquals(3, status.exitCode().orElseThrow());
            assertEquals(Result.EXIT_CODE, status.result());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inModeProcessOthersAreLeftAlone(Tracking tracking) throws IOException, PosixException {
        String exec = "sleep 1000 & exec sleep 1000";
        try (TestSupervisor supervisor = open(tracking, exec, "[service.stop]\nmode = \"process\"\n")) {
            supervisor.start("stubborn");
            awaitProcesses(2);
            supervisor.stop("stubborn");
            List<Integer> left = TestSupervisor.processes(directory);
            assertEquals(1, left.size());
            Kernel.kill(left.getFirst(), Signals.KILL);
            awaitProcesses(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitsThatCannotBeEnforcedAreShown(Tracking tracking) throws IOException {
        String limits = "[service.resource_limits]\nmemory_max = \"1G\"\ntasks_max = 100\n";
        try (TestSupervisor supervisor = open(tracking, "exec sleep 1000", limits)) {
            assertTrue(supervisor.start("stubborn").error().isEmpty());
            List<String> missed = supervisor.status("stubborn").notEnforced();
            if (tracking == Tracking.DESCENT) {
                assertEquals(2, missed.size());
                assertTrue(missed.getFirst().startsWith("memory_max: "), missed.toString());
                assertTrue(missed.getFirst().contains("no cgroup v2 hierarchy"), missed.toString());
            }
            missed.forEach(line -> assertTrue(line.matches("(memory_max|tasks_max): .+"), line));
        }
    }
}
