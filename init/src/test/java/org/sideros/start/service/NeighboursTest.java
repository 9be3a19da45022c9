package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.service.Standing.Phase;

/** What a start waits for, and what it makes of news. */
class NeighboursTest {
    private static final Order REQUIRING = new Order(5, Set.of("db"), Set.of(), Set.of());
    private static final Order FOLLOWING = new Order(5, Set.of(), Set.of("net"), Set.of());

    private final ServiceConfig simple = Walk.simple().build();

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"QUEUED", "STARTING", "STOPPING", "BACKOFF"})
    void aStartWaitsForWhatItRequiresAsLongAsThereIsHope(Phase phase) {
        Walk walk = new Walk(simple).start(REQUIRING).neighbour("db", phase, 5);
        assertEquals("starting (waiting-dependencies)", walk.life.toString());
        assertEquals(List.of("db"), walk.life.waitsFor());
        assertTrue(walk.neighbour("db", Phase.UP, 5).did(new Action.Launch(0)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"UP", "DONE"})
    void whatIsUpOrDoneMeetsARequirement(Phase phase) {
        assertTrue(new Walk(simple).start(REQUIRING).neighbour("db", phase, 5).launched());
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"FAILED", "DOWN"})
    void aStartFailsWithoutBeingExecutedWhenThereIsNoHope(Phase phase) {
        Walk walk = new Walk(simple).start(REQUIRING).neighbour("db", phase, 5);
        assertEquals("failed (failed)", walk.life.toString());
        assertEquals(Result.DEPENDENCY, walk.life.result());
        assertEquals(Map.of(5L, new Outcome.DependencyFailed("db")), walk.told);
        assertEquals(phase == Phase.FAILED ? "required db failed" : "required db is not active", walk.life.message());
        assertFalse(walk.life.isResting(), "it is still hoped for");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void whatWasSaidBeforeTheRequestWasKnownIsDisregarded(Phase phase) {
        Walk requiring = new Walk(simple).start(REQUIRING).neighbour("db", phase, 4);
        assertEquals(List.of("db"), requiring.life.waitsFor());
        Walk following = new Walk(simple).start(FOLLOWING).neighbour("net", phase, 4);
        assertEquals(List.of("net"), following.life.waitsFor());
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void orderAloneWaitsUntilTheOtherHasSettledWhateverBecameOfIt(Phase phase) {
        Walk walk = new Walk(simple).start(FOLLOWING).neighbour("net", phase, 5);
        boolean moving = phase == Phase.QUEUED || phase == Phase.STARTING || phase == Phase.STOPPING;
        assertEquals(moving ? List.of("net") : List.of(), walk.life.waitsFor());
        assertEquals(!moving, walk.launched());
    }

    @Test
    void aTargetIsReachedWhenWhatItRequiresIsUpAndTheRestHasSettled() {
        Walk walk = new Walk(Walk.target().build()).start(new Order(5, Set.of("db"), Set.of("web", "mail"), Set.of()));
        walk.neighbour("db", Phase.UP, 5).neighbour("web", Phase.FAILED, 5);
        assertEquals(List.of("mail"), walk.life.waitsFor());
        walk.neighbour("mail", Phase.UP, 5);
        assertEquals("active (reached)", walk.life.toString());
        assertEquals(Map.of(5L, new Outcome.Done()), walk.told);
        walk.stop(6);
        assertEquals("inactive (dead)", walk.life.toString());
        assertEquals(List.of(new Action.Finish(List.of(6L), new Outcome.Done())), walk.actions);
    }

    @Test
    void whatFailedForADependencyAloneStartsOnceThatIsUp() {
        Walk walk = new Walk(simple).start(REQUIRING).neighbour("db", Phase.FAILED, 5);
        assertFalse(walk.neighbour("db", Phase.STARTING, 6).launched());
        assertTrue(walk.neighbour("db", Phase.UP, 6).did(new Action.Launch(0)));
        walk.up();
        assertEquals("active (running)", walk.life.toString());
        assertEquals(Result.SUCCESS, walk.life.result());
        assertEquals(Set.of(5L), walk.told.keySet(), "told once, of the failure");
    }

    @Test
    void whatWasStoppedMeanwhileIsNotStartedAgain() {
        Walk walk = new Walk(simple)
                .start(REQUIRING)
                .neighbour("db", Phase.FAILED, 5)
                .stop(6);
        assertTrue(walk.life.isResting());
        assertFalse(walk.neighbour("db", Phase.UP, 7).launched());
    }

    @Test
    void whatFailedOfItselfIsNotStartedBecauseADependencyIsUp() {
        Walk walk = new Walk(simple)
                .start(REQUIRING)
                .neighbour("db", Phase.UP, 5)
                .up()
                .exits(Walk.BROKEN);
        assertFalse(walk.neighbour("db", Phase.UP, 9).launched());
    }

    @Test
    void newsOfNeighboursLeaveAloneWhatRuns() {
        Walk walk =
                new Walk(simple).start(REQUIRING).neighbour("db", Phase.UP, 5).up();
        walk.neighbour("db", Phase.FAILED, 5);
        assertEquals("active (running)", walk.life.toString());
        assertEquals(List.of(), walk.actions);
    }

    @Test
    void anAutomaticRestartWaitsForWhatIsRequiredAsTheStartDid() {
        Walk walk = new Walk(
                Walk.simple().restart(Walk.restart(RestartPolicy.ALWAYS, 0)).build());
        walk.start(REQUIRING).neighbour("db", Phase.UP, 5).up().exits(Walk.BROKEN);
        walk.neighbour("db", Phase.BACKOFF, 5).untilDeadline();
        assertEquals("starting (waiting-dependencies)", walk.life.toString());
        assertTrue(walk.neighbour("db", Phase.UP, 5).did(new Action.Launch(0)));
    }

    @Test
    void whatRestsIsNotOutOfTheWayOfAStopUntilThoseBehindItAreGone() {
        Walk walk = Walk.running(Walk.oneshot(1).build()).exits(Walk.CLEAN).stop(2, "shop");
        assertEquals(new Standing(Phase.DONE, 2, false, true), walk.life.standing());
        assertEquals(Map.of(1L, new Outcome.Done(), 2L, new Outcome.Done()), walk.told);
        walk.neighbour("shop", Phase.DOWN, 1).neighbour("shop", Phase.STOPPING, 2);
        assertFalse(walk.life.standing().clear(), "old news, and no end yet");
        assertTrue(walk.neighbour("shop", Phase.DOWN, 2).life.standing().clear());
        assertTrue(walk.neighbour("shop", Phase.UP, 3).life.standing().clear(), "that is another run");

        Walk below = Walk.running(simple).stop(2, "web");
        below.on(new Event.Neighbour("web", new Standing(Phase.DONE, 2, false, true)));
        assertEquals(List.of("web"), below.life.waitsFor());
        assertTrue(below.on(new Event.Neighbour("web", new Standing(Phase.DONE, 2, true, true)))
                .did(new Action.Signal("SIGTERM", true)));
    }

    @Test
    void aSyncIsSeen() {
        Walk walk = Walk.running(simple).on(new Event.Sync(8));
        assertEquals(new Standing(Phase.UP, 8, true, true), walk.life.standing());
        assertEquals(8, walk.on(new Event.Sync(7)).life.standing().seen(), "never goes back");
    }

    @Test
    void everyRequestIsSeen() {
        assertEquals(1, new Walk(simple).start(1).life.standing().seen());
        assertEquals(2, new Walk(simple).stop(2).life.standing().seen());
        assertEquals(3, new Walk(simple).restart(3).life.standing().seen());
        Event rejected = new Event.Rejected(4, Result.BAD_CONFIG, "no exec", Walk.WHO);
        assertEquals(4, new Walk(simple).on(rejected).life.standing().seen());
    }

    @Test
    void theStandingTellsWhatNeighboursNeed() {
        Walk walk = new Walk(
                Walk.simple().restart(Walk.restart(RestartPolicy.ON_FAILURE, 1)).build());
        assertEquals(Phase.DOWN, walk.life.standing().phase());
        assertEquals(Phase.QUEUED, walk.start(REQUIRING).life.standing().phase());
        assertEquals(
                Phase.STARTING,
                walk.neighbour("db", Phase.UP, 5).life.standing().phase());
        assertEquals(Phase.UP, walk.up().life.standing().phase());
        assertEquals(Phase.BACKOFF, walk.exits(Walk.BROKEN).life.standing().phase());
        assertEquals(
                Phase.FAILED,
                walk.untilDeadline().up().exits(Walk.BROKEN).life.standing().phase());
        assertEquals(Phase.STOPPING, walk.start(6).up().stop(7).life.standing().phase());
        assertEquals(Phase.DOWN, walk.exits(Walk.TERMINATED).life.standing().phase());
        Walk oneshot = Walk.running(Walk.oneshot(1).build());
        assertEquals(Phase.STARTING, oneshot.life.standing().phase());
        assertEquals(Phase.DONE, oneshot.exits(Walk.CLEAN).life.standing().phase());
    }
}
