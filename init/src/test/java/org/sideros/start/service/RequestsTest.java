package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.service.Standing.Phase;

/** What becomes of a request, by the state it meets. */
class RequestsTest {
    private static final Outcome DONE = new Outcome.Done();

    private final ServiceConfig simple = Walk.simple().build();
    private final ServiceConfig persistent =
            Walk.simple().restart(Walk.restart(RestartPolicy.ALWAYS, 3)).build();

    private Walk inBackoff() {
        return Walk.running(persistent).exits(Walk.BROKEN);
    }

    @Test
    void aStartIsDoneOnceTheProgramRuns() {
        Walk walk = new Walk(simple).start(1);
        assertTrue(walk.did(new Action.Launch(0)));
        walk.on(new Event.Spawned(Walk.PID));
        assertEquals("starting (spawn)", walk.life.toString());
        assertEquals(Map.of(), walk.told);
        walk.on(new Event.Executed(Walk.PID));
        assertEquals("active (running)", walk.life.toString());
        assertEquals(Walk.PID, walk.life.pid());
        assertEquals(Map.of(1L, DONE), walk.told);
        assertEquals(Walk.WHO, walk.life.by());
    }

    @Test
    void aStartOfWhatIsActiveFindsItSo() {
        Walk walk = Walk.running(simple);
        Life before = walk.life;
        walk.start(2);
        assertEquals(new Outcome.Already(), walk.told.get(2L));
        assertEquals(before.state(), walk.life.state());
        assertFalse(walk.launched());
    }

    @Test
    void aStartOfAnExitedOneshotOrAReachedTargetFindsItSo() {
        Walk oneshot =
                Walk.running(Walk.oneshot(1).remainAfterExit(true).build()).exits(Walk.CLEAN);
        assertEquals(new Outcome.Already(), oneshot.start(2).told.get(2L));
        Walk target = new Walk(Walk.target().build()).start(1);
        assertEquals(DONE, target.told.get(1L));
        assertEquals(new Outcome.Already(), target.start(2).told.get(2L));
    }

    @Test
    void aStartOfWhatIsStartingJoinsIt() {
        Walk walk = new Walk(simple).start(1).start(2);
        assertFalse(walk.launched());
        walk.on(new Event.Spawned(Walk.PID)).start(3).on(new Event.Executed(Walk.PID));
        assertEquals(Map.of(1L, DONE, 2L, DONE, 3L, DONE), walk.told);
    }

    @Test
    void aStartOfAOneshotAtWorkJoinsIt() {
        Walk walk = Walk.running(Walk.oneshot(1).build()).start(2).exits(Walk.CLEAN);
        assertEquals(Map.of(1L, DONE, 2L, DONE), walk.told);
    }

    @Test
    void aStartOfWhatStopsComesAfterTheStop() {
        Walk walk = Walk.running(simple).stop(2).start(3);
        assertEquals("stopping (stop)", walk.life.toString());
        walk.exits(Walk.TERMINATED);
        assertEquals(DONE, walk.told.get(2L));
        assertTrue(walk.did(new Action.Launch(0)));
        walk.up();
        assertEquals(DONE, walk.told.get(3L));
    }

    @Test
    void aStartOfWhatIsBeingKilledComesAfterItToo() {
        Walk walk = Walk.running(simple).stop(2).untilDeadline().start(3);
        walk.exits(Exit.bySignal("SIGKILL", false));
        assertTrue(walk.did(new Action.Launch(0)));
    }

    @Test
    void aStopOfWhatStartsCancelsItAndThoseWhoWaitHearWhoDidIt() {
        Walk walk = new Walk(simple)
                .start(1)
                .start(2)
                .on(new Event.Spawned(Walk.PID))
                .stop(3);
        assertEquals(new Outcome.Cancelled(Walk.OTHER), walk.told.get(1L));
        assertEquals(new Outcome.Cancelled(Walk.OTHER), walk.told.get(2L));
        assertTrue(walk.did(new Action.Signal("SIGTERM", true)));
        walk.exits(Walk.TERMINATED);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(Result.CANCELLED, walk.life.result());
        assertEquals(DONE, walk.told.get(3L));
        assertEquals(Walk.OTHER, walk.life.by());
    }

    @Test
    void aStopOfWhatWaitsCancelsItAtOnce() {
        Walk walk = new Walk(simple)
                .start(new Order(1, Set.of("db"), Set.of(), Set.of()))
                .stop(2);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(Result.CANCELLED, walk.life.result());
        assertEquals(Map.of(1L, new Outcome.Cancelled(Walk.OTHER), 2L, DONE), walk.told);
        assertFalse(walk.neighbour("db", Phase.UP, 2).launched());
    }

    @Test
    void aStopCancelsTheStartThatWasToFollowAnEarlierStop() {
        Walk walk = Walk.running(simple).stop(2).start(3).stop(4).exits(Walk.TERMINATED);
        assertEquals(new Outcome.Cancelled(Walk.OTHER), walk.told.get(3L));
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(DONE, walk.told.get(2L));
        assertEquals(DONE, walk.told.get(4L));
    }

    @Test
    void aSecondStopJoinsTheFirst() {
        Walk walk = Walk.running(simple).stop(2);
        long deadline = walk.life.deadline();
        walk.after(1_000).stop(3);
        assertEquals(deadline, walk.life.deadline());
        assertFalse(walk.did(new Action.Signal("SIGTERM", true)));
        walk.exits(Walk.TERMINATED);
        assertEquals(DONE, walk.told.get(2L));
        assertEquals(DONE, walk.told.get(3L));
    }

    @Test
    void aStopOfWhatRestsIsDone() {
        assertEquals(DONE, new Walk(simple).stop(1).told.get(1L));
        Walk done = Walk.running(Walk.oneshot(1).build()).exits(Walk.CLEAN).stop(2);
        assertEquals("inactive (done)", done.life.toString());
        Walk failed = Walk.running(simple).exits(Walk.BROKEN).stop(2);
        assertEquals("failed (failed)", failed.life.toString());
        assertEquals(DONE, failed.told.get(2L));
    }

    @Test
    void aStopInBackoffIsDoneAtOnce() {
        Walk walk = inBackoff();
        assertEquals("restarting (backoff)", walk.life.toString());
        walk.stop(2);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(DONE, walk.told.get(2L));
        assertEquals(Long.MAX_VALUE, walk.life.deadline());
    }

    @Test
    void aStartSkipsTheBackoffAndForgetsTheStreak() {
        Walk walk = inBackoff().untilDeadline().up().exits(Walk.BROKEN);
        assertEquals(1, walk.life.streak());
        walk.start(2);
        assertTrue(walk.did(new Action.Launch(0)));
        assertEquals(0, walk.life.streak());
        assertEquals(1, walk.life.restartsTotal());
    }

    @Test
    void aRestartOfWhatRestsIsAStart() {
        assertTrue(new Walk(simple).restart(1).did(new Action.Launch(0)));
        assertTrue(Walk.running(simple).exits(Walk.BROKEN).restart(2).did(new Action.Launch(0)));
        assertTrue(inBackoff().restart(2).did(new Action.Launch(0)));
    }

    @Test
    void aRestartWaitsForItsDependentsToBeGone() {
        Walk walk = Walk.running(simple).restart(2, "shop", "blog");
        assertEquals("stopping (waiting-dependents)", walk.life.toString());
        assertEquals(Walk.PID, walk.life.pid());
        assertEquals(List.of("blog", "shop"), walk.life.waitsFor());
        walk.neighbour("shop", Phase.DOWN, 1);
        assertEquals(List.of("blog", "shop"), walk.life.waitsFor(), "old news");
        walk.neighbour("shop", Phase.QUEUED, 2).neighbour("blog", Phase.STOPPING, 2);
        assertEquals(List.of("blog"), walk.life.waitsFor());
        walk.neighbour("blog", Phase.FAILED, 2);
        assertTrue(walk.did(new Action.Signal("SIGTERM", true)));
        assertTrue(walk.exits(Walk.TERMINATED).did(new Action.Launch(0)));
        assertEquals(DONE, walk.up().told.get(2L));
    }

    @Test
    void aRestartWhileHoldingWaitsForItsOwnDependentsToo() {
        Walk walk = Walk.running(simple).stop(2, "shop").restart(3, "blog").neighbour("shop", Phase.DOWN, 3);
        assertEquals(List.of("blog"), walk.life.waitsFor());
        assertTrue(walk.neighbour("blog", Phase.DOWN, 3).did(new Action.Signal("SIGTERM", true)));
        assertTrue(walk.exits(Walk.TERMINATED).launched());
    }

    @Test
    void aStopWhileHoldingWaitsForMore() {
        Walk walk = Walk.running(simple).stop(2, "shop").stop(3, "blog").neighbour("shop", Phase.DOWN, 2);
        assertEquals(List.of("blog"), walk.life.waitsFor());
    }

    @Test
    void aRestartOfWhatStartsStopsItFirstAndKeepsItsWaiters() {
        Walk walk = new Walk(simple).start(1).on(new Event.Spawned(Walk.PID)).restart(2);
        assertTrue(walk.did(new Action.Signal("SIGTERM", true)));
        walk.exits(Walk.TERMINATED);
        assertTrue(walk.launched());
        assertEquals(Map.of(1L, DONE, 2L, DONE), walk.up().told);
    }

    @Test
    void aRestartOfWhatStopsStartsItAfterwards() {
        Walk walk = Walk.running(simple).stop(2).restart(3).exits(Walk.TERMINATED);
        assertTrue(walk.launched());
        assertEquals(Map.of(1L, DONE, 2L, DONE, 3L, DONE), walk.up().told);
        Walk killed = Walk.running(simple).stop(2).untilDeadline().restart(3);
        assertTrue(killed.exits(Walk.TERMINATED).launched());
    }

    @Test
    void aRejectedStartFailsWhatRestsAndLeavesAloneWhatRuns() {
        Event rejected = new Event.Rejected(2, Result.BAD_CONFIG, "web.toml:3: no exec", Walk.OTHER);
        Walk resting = new Walk(simple).on(rejected);
        assertEquals("failed (failed)", resting.life.toString());
        assertEquals(Result.BAD_CONFIG, resting.life.result());
        assertEquals("web.toml:3: no exec", resting.failure(2).message());
        assertEquals(Walk.OTHER, resting.life.by());
        Walk running = Walk.running(simple).on(rejected);
        assertEquals("active (running)", running.life.toString());
        assertEquals(Result.SUCCESS, running.life.result());
        assertEquals(Result.BAD_CONFIG, running.failure(2).result());
    }

    @Test
    void aNewDefinitionForgetsTheStreakAndABadOne() {
        Walk limit = inBackoff();
        for (int i = 0; i < 3; i++) {
            limit.untilDeadline().up().exits(Walk.BROKEN);
        }
        assertEquals(3, limit.life.streak());
        assertEquals(0, limit.on(new Event.Reconfigured()).life.streak());
        assertEquals("failed (failed)", limit.life.toString());

        Walk bad = new Walk(simple);
        bad.life = Life.badConfiguration("web.toml:3: no exec");
        assertEquals("web.toml:3: no exec", bad.life.message());
        bad.on(new Event.Reconfigured());
        assertEquals("inactive (dead)", bad.life.toString());
        assertEquals("", bad.life.message());
        assertEquals(Result.SUCCESS, bad.life.result());
    }

    @Test
    void aNewDefinitionAfterABadOneForgetsTheStreakToo() {
        Walk walk = inBackoff();
        for (int i = 0; i < 3; i++) {
            walk.untilDeadline().up().exits(Walk.BROKEN);
        }
        walk.on(new Event.Rejected(9, Result.BAD_CONFIG, "no exec", Walk.WHO)).on(new Event.Reconfigured());
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(0, walk.life.streak());
    }

    @Test
    void aHurryShortensStopsUnderWayAndToCome() {
        long two = Duration.ofSeconds(2).toNanos();
        Walk stopping = Walk.running(simple).stop(2).after(5).on(new Event.Hurry(two));
        assertEquals(stopping.now + two, stopping.life.deadline(), "of a stop under way");
        Walk late = Walk.running(simple).stop(2).after(Walk.STOP - 7).on(new Event.Hurry(two));
        assertEquals(late.now + 7, late.life.deadline(), "never makes it longer");
        Walk coming = Walk.running(simple).on(new Event.Hurry(two)).after(99).stop(2);
        assertEquals(coming.now + two, coming.life.deadline(), "of a stop to come");
        Walk lazy = coming.on(new Event.Hurry(10 * two));
        assertEquals(lazy.now + two, lazy.life.deadline());
    }
}
