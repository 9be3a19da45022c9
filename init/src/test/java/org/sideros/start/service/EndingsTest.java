package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.config.Command;
import org.sideros.start.config.Hooks;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Stop;

/** How runs end: by request, by themselves, in time or not. */
class EndingsTest {
    private static final Action AWAIT_ALL = new Action.AwaitEmpty(true);
    private static final Action AWAIT_MAIN = new Action.AwaitEmpty(false);

    private final ServiceConfig simple = Walk.simple().build();

    private static ServiceConfig mode(Stop.Mode mode) {
        return Walk.stopping(Walk.simple(), mode).build();
    }

    @Test
    void aStopSignalsThenKillsThenGivesUp() {
        Walk walk = Walk.running(simple).stop(2);
        assertEquals(List.of(new Action.Signal("SIGTERM", true), AWAIT_ALL), walk.actions);
        assertEquals(walk.now + Walk.STOP, walk.life.deadline());
        walk.untilDeadline();
        assertEquals("stopping (kill)", walk.life.toString());
        assertEquals(List.of(new Action.Kill(true), AWAIT_ALL), walk.actions);
        assertEquals(walk.now + 5_000_000_000L, walk.life.deadline());
        walk.untilDeadline();
        assertEquals("failed (unkillable)", walk.life.toString());
        assertEquals(Walk.PID, walk.life.pid(), "still tracked");
        assertEquals(Result.UNKILLABLE, walk.life.result());
        assertEquals(Result.UNKILLABLE, walk.failure(2).result());
    }

    @Test
    void whatIsUnkillableCanBeStartedOnlyWhenItIsGone() {
        Walk walk = Walk.running(simple).stop(2).untilDeadline().untilDeadline();
        assertEquals(Result.UNKILLABLE, walk.start(3).failure(3).result());
        assertEquals(Result.UNKILLABLE, walk.stop(4).failure(4).result());
        assertEquals(Result.UNKILLABLE, walk.restart(5).failure(5).result());
        assertFalse(walk.life.isResting());
        walk.exits(Exit.bySignal("SIGKILL", false));
        assertEquals("failed (failed)", walk.life.toString());
        assertTrue(walk.start(6).launched());
    }

    @Test
    void whatIsUnkillableIsWatchedUntilItsOthersAreGoneToo() {
        Walk walk = Walk.running(simple).stop(2).untilDeadline().untilDeadline();
        walk.exitsLeavingOthers(Exit.bySignal("SIGKILL", false));
        assertEquals("failed (unkillable)", walk.life.toString());
        assertEquals("failed (failed)", walk.empty().life.toString());
    }

    @Test
    void everyoneWhoWaitsHearsOfAnUnkillableProcess() {
        Walk walk = Walk.running(simple).stop(2).start(3).untilDeadline().untilDeadline();
        assertEquals(Result.UNKILLABLE, walk.failure(2).result());
        assertEquals(Result.UNKILLABLE, walk.failure(3).result());
        assertFalse(walk.exits(Walk.CLEAN).launched());
    }

    @Test
    void aStopEndsInactiveWhateverTheExit() {
        Walk walk = Walk.running(simple).stop(2).exits(Walk.BROKEN);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(Result.SUCCESS, walk.life.result());
        assertEquals(Walk.BROKEN, walk.life.exit().orElseThrow());
    }

    @Test
    void aStopThatNeededSigkillSaysTimeout() {
        Walk walk = Walk.running(simple).stop(2).untilDeadline().exits(Exit.bySignal("SIGKILL", false));
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(Result.TIMEOUT, walk.life.result());
        assertEquals(new Outcome.Done(), walk.told.get(2L));
    }

    @ParameterizedTest
    @EnumSource(RestartPolicy.class)
    void aStopNeverTriggersThePolicy(RestartPolicy policy) {
        ServiceConfig config = Walk.simple().restart(Walk.restart(policy, 0)).build();
        assertTrue(Walk.running(config).stop(2).exits(Walk.BROKEN).life.isResting());
        Walk late = Walk.running(config).exitsLeavingOthers(Walk.BROKEN).stop(2).empty();
        assertEquals("inactive (dead)", late.life.toString(), "asked for while the left-overs end");
    }

    @Test
    void whatMainLeavesBehindIsEndedBeforeTheRunIsOver() {
        Walk walk = Walk.running(simple).exitsLeavingOthers(Walk.BROKEN);
        assertEquals("stopping (stop)", walk.life.toString());
        assertEquals(0, walk.life.pid());
        assertEquals(List.of(new Action.Signal("SIGTERM", true), AWAIT_ALL), walk.actions);
        walk.empty();
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.EXIT_CODE, walk.life.result());
        assertEquals("exit code 3", walk.life.message());
    }

    @Test
    void leftOversOfAStopAreWaitedForAndKilledInTime() {
        Walk walk = Walk.running(simple).stop(2).exitsLeavingOthers(Walk.TERMINATED);
        assertEquals("stopping (stop)", walk.life.toString());
        assertEquals(Map.of(1L, new Outcome.Done()), walk.told);
        walk.untilDeadline();
        assertTrue(walk.did(new Action.Kill(true)));
        assertEquals("inactive (dead)", walk.empty().life.toString());
    }

    @Test
    void leftOversThatSurviveMainUnderSigkillAreWaitedForToo() {
        Walk walk = Walk.running(simple).stop(2).untilDeadline().exitsLeavingOthers(Walk.TERMINATED);
        assertEquals("stopping (kill)", walk.life.toString());
        assertEquals("inactive (dead)", walk.empty().life.toString());
    }

    @Test
    void emptinessCountsOnlyOnceMainIsReaped() {
        Walk walk = Walk.running(simple).stop(2).empty();
        assertEquals("stopping (stop)", walk.life.toString());
        assertEquals("stopping (kill)", walk.untilDeadline().empty().life.toString());
        assertEquals("failed (unkillable)", walk.untilDeadline().empty().life.toString());
    }

    @Test
    void modeProcessCaresForMainAlone() {
        Walk walk = Walk.running(mode(Stop.Mode.PROCESS)).stop(2);
        assertEquals(List.of(new Action.Signal("SIGTERM", false), AWAIT_MAIN), walk.actions);
        assertEquals(List.of(new Action.Kill(false), AWAIT_MAIN), walk.untilDeadline().actions);
        assertTrue(walk.exits(Walk.TERMINATED).life.isResting());
    }

    @Test
    void modeMixedSignalsMainAndKillsTheRest() {
        Walk walk = Walk.running(mode(Stop.Mode.MIXED)).stop(2);
        assertEquals(List.of(new Action.Signal("SIGTERM", false), AWAIT_ALL), walk.actions);
        walk.exitsLeavingOthers(Walk.TERMINATED);
        assertEquals("stopping (kill)", walk.life.toString());
        assertEquals(List.of(new Action.Kill(true), AWAIT_ALL), walk.actions);
        assertEquals("inactive (dead)", walk.empty().life.toString());
        assertEquals(Result.SUCCESS, walk.life.result(), "main went in time");
    }

    @Test
    void modeMixedSignalsWhatMainLeftBehindUnasked() {
        Walk walk = Walk.running(mode(Stop.Mode.MIXED)).exitsLeavingOthers(Walk.BROKEN);
        assertEquals(List.of(new Action.Signal("SIGTERM", true), AWAIT_ALL), walk.actions);
    }

    @Test
    void mainMayEndWhileItsDependentsAreWaitedFor() {
        Walk walk = Walk.running(simple).stop(2, "shop").exits(Walk.BROKEN);
        assertEquals("stopping (waiting-dependents)", walk.life.toString());
        assertEquals(0, walk.life.pid());
        walk.neighbour("shop", Standing.Phase.DOWN, 2);
        assertEquals(List.of(new Action.Signal("SIGTERM", true), AWAIT_ALL), walk.actions);
        assertEquals("inactive (dead)", walk.empty().life.toString());
        assertEquals(Walk.BROKEN, walk.life.exit().orElseThrow());
    }

    @Test
    void pidsOfEarlierRunsAreIgnored() {
        Walk running = Walk.running(simple);
        Life before = running.life;
        assertEquals(before, running.on(new Event.MainExited(99, Walk.BROKEN, true)).life);
        Walk starting =
                new Walk(simple).start(1).on(new Event.Spawned(Walk.PID)).on(new Event.Executed(99));
        assertEquals("starting (spawn)", starting.life.toString());
    }

    @Test
    void aDeadlineBeforeItsTimeChangesNothing() {
        Walk walk = Walk.running(simple).stop(2).after(Walk.STOP - 1).on(new Event.Deadline());
        assertEquals("stopping (stop)", walk.life.toString());
        assertEquals(List.of(), walk.actions);
    }

    @Test
    void aStartThatTakesTooLongIsEndedAndFails() {
        Walk walk = Walk.running(Walk.oneshot(1).build());
        assertEquals(walk.now + Walk.START, walk.life.deadline());
        walk.untilDeadline();
        assertEquals(List.of(new Action.Signal("SIGTERM", true), AWAIT_ALL), walk.actions);
        walk.exits(Walk.TERMINATED);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.TIMEOUT, walk.life.result());
        assertEquals("start timed out at wait-exit", walk.failure(1).message());
        assertEquals("wait-exit", walk.failure(1).step());
    }

    @Test
    void aStartTimeoutCountsForTheExecutorToo() {
        Walk walk = new Walk(simple).start(1).on(new Event.Spawned(Walk.PID)).untilDeadline();
        assertTrue(walk.did(new Action.Signal("SIGTERM", true)));
        assertEquals(Result.TIMEOUT, walk.exits(Walk.TERMINATED).failure(1).result());
    }

    @Test
    void whatCannotBeExecutedIsAFailedStartThatNamesTheStep() {
        Walk walk = new Walk(simple).start(1).on(new Event.Spawned(Walk.PID));
        walk.on(new Event.NotExecuted("exec", 2, "exec daemon: No such file or directory"));
        assertEquals(List.of(AWAIT_ALL), walk.actions, "the executor exits by itself");
        walk.exits(Exit.withCode(127));
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(
                new Outcome.Failed(Result.EXEC, "exec", 2, "exec daemon: No such file or directory"), walk.failure(1));
    }

    @Test
    void anExecutorThatDoesNotGoAwayIsKilled() {
        Walk walk = new Walk(simple).start(1).on(new Event.Spawned(Walk.PID));
        walk.on(new Event.NotExecuted("user", 0, "no such user")).untilDeadline();
        assertEquals("stopping (kill)", walk.life.toString());
        assertEquals(Result.EXEC, walk.exits(Walk.TERMINATED).failure(1).result());
    }

    @Test
    void whatCannotBeSpawnedFailsAtOnce() {
        Walk walk = new Walk(simple).start(1).on(new Event.NotExecuted("spawn", 11, "no more processes"));
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(11, walk.failure(1).errno());
    }

    @Test
    void anEndBeforeTheProgramRanIsAFailedStartEvenByAPoliteSignal() {
        Walk walk = new Walk(simple).start(1).on(new Event.Spawned(Walk.PID)).exits(Walk.TERMINATED);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.SIGNAL, walk.failure(1).result());
    }

    @Test
    void aConditionThatDoesNotHoldCountsAsDone() {
        Walk walk = new Walk(simple);
        walk.beginning = new Event.ConditionUnmet("path /etc/web");
        walk.start(1);
        assertEquals("inactive (done)", walk.life.toString());
        assertEquals(Result.CONDITION, walk.life.result());
        assertEquals("condition not met: path /etc/web", walk.life.message());
        assertEquals(new Outcome.Done(), walk.told.get(1L));
        assertEquals(Standing.Phase.DONE, walk.life.standing().phase());
    }

    @Test
    void aFailedCommandIsTheResultWhateverTheSignalThatFollowsMakesOfTheMainProcess() {
        Hooks hooks = new Hooks(List.of(), List.of(Command.exact("check")), List.of(), List.of(), List.of());
        Walk walk = Walk.running(Walk.simple()
                .hooks(hooks)
                .restart(Walk.restart(RestartPolicy.ON_ABNORMAL, 0))
                .build());
        walk.on(new Event.HookEnded(Hook.EXEC_START_POST, 0, Optional.of(Walk.BROKEN), "exit code 3", false));
        walk.exits(Walk.TERMINATED);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.EXIT_CODE, walk.life.result());
    }
}
