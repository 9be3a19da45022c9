package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sideros.start.service.Standing;
import org.sideros.start.service.Standing.Phase;

/** Who may go when, of those that let others go first. */
class QuietGateTest {
    private final List<String> gone = new ArrayList<>();
    private final Map<String, List<String>> behind = Map.of("idle", List.of("follower"));
    private final QuietGate gate = new QuietGate(name -> behind.getOrDefault(name, List.of()), gone::add);

    private void says(String name, Phase phase, long seen) {
        gate.announce(name, new Standing(phase, seen, true, true));
    }

    @Test
    void whoeverHasNotReadItsMailIsNotTakenForQuiet() {
        gate.asked(List.of("idle", "other"), 1);
        says("idle", Phase.QUEUED, 1);
        gate.await("idle");
        says("other", Phase.DOWN, 0);
        assertEquals(List.of(), gone);
        says("other", Phase.STARTING, 1);
        assertEquals(List.of(), gone);
        says("other", Phase.UP, 1);
        assertEquals(List.of("idle"), gone);
    }

    @Test
    void whoeverWaitsForTheIdleOneDoesNotKeepItWaiting() {
        gate.asked(List.of("idle", "follower"), 1);
        says("idle", Phase.QUEUED, 1);
        gate.await("idle");
        assertEquals(List.of("idle"), gone);
    }

    @Test
    void whoeverIsNoMoreKeepsNobodyWaiting() {
        gate.asked(List.of("other"), 1);
        says("idle", Phase.QUEUED, 1);
        gate.forget("other");
        gate.await("idle");
        assertEquals(List.of("idle"), gone);
    }
}
