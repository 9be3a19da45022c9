package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;

/** Oneshots: up when they are through. */
class OneshotsTest {
    private final ServiceConfig single = Walk.oneshot(1).build();
    private final ServiceConfig pair = Walk.oneshot(2).build();
    private final ServiceConfig remaining =
            Walk.oneshot(1).remainAfterExit(true).build();

    @Test
    void aOneshotIsStartingUntilItsExitAndThenDone() {
        Walk walk = Walk.running(single);
        assertEquals("starting (wait-exit)", walk.life.toString());
        assertEquals(Map.of(), walk.told);
        walk.exits(Walk.CLEAN);
        assertEquals("inactive (done)", walk.life.toString());
        assertEquals(Result.SUCCESS, walk.life.result());
        assertEquals(Map.of(1L, new Outcome.Done()), walk.told);
    }

    @Test
    void itsCommandsRunInTurnWithinOneTimeout() {
        Walk walk = Walk.running(pair);
        long deadline = walk.life.deadline();
        walk.after(5).exits(Walk.CLEAN);
        assertEquals(List.of(new Action.Launch(1)), walk.actions);
        assertEquals(Map.of(), walk.told);
        walk.up();
        assertEquals(deadline, walk.life.deadline());
        assertEquals("inactive (done)", walk.exits(Walk.CLEAN).life.toString());
        assertEquals(Map.of(1L, new Outcome.Done()), walk.told);
    }

    @Test
    void aFailureOfTheFirstCommandSparesTheSecond() {
        Walk walk = Walk.running(pair).exits(Walk.BROKEN);
        assertFalse(walk.launched());
        assertEquals(Result.EXIT_CODE, walk.failure(1).result());
    }

    @Test
    void aFailureOfTheSecondCommandFailsTheStart() {
        Walk walk = Walk.running(pair).exits(Walk.CLEAN).up().exits(Walk.BROKEN);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals("exit code 3", walk.failure(1).message());
    }

    @Test
    void aSecondCommandThatCannotBeSpawnedEndsWhatTheFirstLeftBehind() {
        Walk walk = Walk.running(pair).exitsLeavingOthers(Walk.CLEAN);
        walk.on(new Event.NotExecuted("spawn", 11, "no more processes"));
        assertEquals(List.of(new Action.Signal("SIGTERM", true), new Action.AwaitEmpty(true)), walk.actions);
        walk.empty();
        assertEquals(Result.EXEC, walk.failure(1).result());
    }

    @Test
    void codesThatCountAsSuccessDo() {
        ServiceConfig config = Walk.oneshot(2).successExitCodes(Set.of(3)).build();
        assertTrue(Walk.running(config).exits(Walk.BROKEN).did(new Action.Launch(1)));
    }

    @Test
    void aSignalIsNoCompletionHoweverPolite() {
        Walk walk = Walk.running(pair).exits(Walk.TERMINATED);
        assertFalse(walk.launched());
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.SIGNAL, walk.failure(1).result());
        Walk last = Walk.running(remaining).exits(Walk.TERMINATED);
        assertEquals("failed (failed)", last.life.toString());
    }

    @Test
    void withRemainAfterExitItIsActiveUntilStopped() {
        Walk walk = Walk.running(remaining).exits(Walk.CLEAN);
        assertEquals("active (exited)", walk.life.toString());
        assertEquals(Map.of(1L, new Outcome.Done()), walk.told);
        walk.stop(2);
        assertEquals(List.of(new Action.Signal("SIGTERM", true), new Action.AwaitEmpty(true)), walk.actions);
        assertEquals("inactive (dead)", walk.empty().life.toString());
        assertEquals(new Outcome.Done(), walk.told.get(2L));
    }

    @Test
    void withRemainAfterExitWhatItLeavesBehindStaysAsLongAsItDoes() {
        Walk walk = Walk.running(remaining).exitsLeavingOthers(Walk.CLEAN);
        assertEquals("active (exited)", walk.life.toString());
        assertEquals("active (exited)", walk.empty().life.toString());
    }

    @Test
    void withoutItWhatIsLeftBehindIsEndedBeforeItIsDone() {
        Walk walk = Walk.running(single).exitsLeavingOthers(Walk.CLEAN);
        assertEquals(Map.of(), walk.told);
        assertEquals("inactive (done)", walk.empty().life.toString());
        assertEquals(Map.of(1L, new Outcome.Done()), walk.told);
    }

    @Test
    void withoutATimeoutItMayTakeForever() {
        ServiceConfig config =
                Walk.oneshot(1).timeouts(Walk.timeouts(Durations.INFINITE)).build();
        assertEquals(Long.MAX_VALUE, Walk.running(config).life.deadline());
        ServiceConfig soon =
                Walk.oneshot(1).timeouts(Walk.timeouts(Duration.ofSeconds(1))).build();
        Walk walk = Walk.running(soon);
        assertEquals(walk.now + 1_000_000_000L, walk.life.deadline());
    }

    @Test
    void aOneshotThatIsDoneRunsAgainWhenAskedTo() {
        assertTrue(Walk.running(single).exits(Walk.CLEAN).start(2).did(new Action.Launch(0)));
    }

    @Test
    void aStopOfOneAtWorkIsCancelled() {
        Walk walk = Walk.running(single).stop(2).exits(Walk.CLEAN);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(Result.CANCELLED, walk.life.result());
    }
}
