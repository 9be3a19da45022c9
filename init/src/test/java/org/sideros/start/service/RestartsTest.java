package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;

/** Automatic restarts and how they are counted. */
class RestartsTest {
    private final ServiceConfig config =
            Walk.simple().restart(Walk.restart(RestartPolicy.ON_FAILURE, 3)).build();

    @Test
    void threeAttemptsAreFourExecutionsAndThenTheLimit() {
        Walk walk = new Walk(config).start(1);
        int executions = 0;
        while (walk.launched()) {
            executions++;
            walk.up().exits(Walk.BROKEN);
            if (walk.life.shown() == ServiceState.RESTARTING) {
                assertEquals(Result.EXIT_CODE, walk.life.result());
                assertEquals(walk.now + Walk.DELAY, walk.life.deadline());
                walk.untilDeadline();
            }
        }
        assertEquals(4, executions);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.START_LIMIT, walk.life.result());
        assertEquals("exit code 3; gave up after 3 restarts", walk.life.message());
        assertEquals(3, walk.life.streak());
        assertEquals(3, walk.life.restartsTotal());
    }

    @Test
    void theLimitNeverRefusesAManualStart() {
        Walk walk = Walk.running(config).exits(Walk.BROKEN);
        for (int i = 0; i < 3; i++) {
            walk.untilDeadline().up().exits(Walk.BROKEN);
        }
        assertTrue(walk.start(2).launched());
        assertEquals(0, walk.life.streak());
        walk.up().exits(Walk.BROKEN).untilDeadline();
        assertEquals(1, walk.life.streak());
        assertEquals(4, walk.life.restartsTotal());
    }

    @Test
    void aQuietTimeForgetsTheStreak() {
        Walk walk = Walk.running(config).exits(Walk.BROKEN).untilDeadline().up();
        assertEquals(1, walk.life.streak());
        assertEquals(walk.now + Walk.RESET, walk.life.deadline());
        walk.untilDeadline();
        assertEquals(0, walk.life.streak());
        assertEquals("active (running)", walk.life.toString());
        assertEquals(Long.MAX_VALUE, walk.life.deadline());
        assertEquals(Walk.PID, walk.life.pid());
    }

    @Test
    void anExitExactlyAfterTheQuietTimeBeginsANewStreakAndOneBeforeDoesNot() {
        Walk late = Walk.running(config).exits(Walk.BROKEN).untilDeadline().up();
        assertEquals(0, late.after(Walk.RESET).exits(Walk.BROKEN).life.streak());
        Walk early = Walk.running(config).exits(Walk.BROKEN).untilDeadline().up();
        assertEquals(1, early.after(Walk.RESET - 1).exits(Walk.BROKEN).life.streak());
    }

    @Test
    void nothingIsToBeForgottenInAFirstRun() {
        assertEquals(Long.MAX_VALUE, Walk.running(config).life.deadline());
    }

    @Test
    void theWaitIsCountedFromTheEndOfCleanUp() {
        Walk walk = Walk.running(config)
                .exitsLeavingOthers(Walk.BROKEN)
                .after(12_345)
                .empty();
        assertEquals("restarting (backoff)", walk.life.toString());
        assertEquals(walk.now + Walk.DELAY, walk.life.deadline());
    }

    @Test
    void whoWaitsForAStartHearsOfTheFirstFailureWhileTheServiceTriesOn() {
        Walk walk = new Walk(config).start(1).on(new Event.NotExecuted("exec", 2, "no such file"));
        assertEquals("restarting (backoff)", walk.life.toString());
        assertEquals(Result.EXEC, walk.failure(1).result());
        assertTrue(walk.untilDeadline().launched());
    }

    @Test
    void aSuccessfulExitEndsInactive() {
        Walk walk = Walk.running(config).exits(Walk.CLEAN);
        assertEquals("inactive (dead)", walk.life.toString());
        assertFalse(walk.launched());
        assertEquals(Result.SUCCESS, walk.life.result());
    }

    @Test
    void aStartAskedForWhileLeftOversEndReplacesTheBackoff() {
        Walk walk =
                Walk.running(config).exitsLeavingOthers(Walk.BROKEN).start(2).empty();
        assertTrue(walk.did(new Action.Launch(0)));
        assertEquals(new Outcome.Done(), walk.up().told.get(2L));
    }

    @Test
    void aOneshotIsRestartedOnFailureToo() {
        ServiceConfig oneshot = Walk.oneshot(2)
                .restart(Walk.restart(RestartPolicy.ON_FAILURE, 3))
                .build();
        Walk walk = Walk.running(oneshot).exits(Walk.CLEAN).up().exits(Walk.BROKEN);
        assertEquals("restarting (backoff)", walk.life.toString());
        assertTrue(walk.untilDeadline().did(new Action.Launch(0)), "from its first command");
    }
}
