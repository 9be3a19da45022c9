package org.sideros.start.manager;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many services, requests and failures at random, and what must hold for all of them together. */
class SimulationTest {
    /** The seeds are 0 and up: always the same runs, so that only a change can make them fail. */
    private static final int RUNS = Integer.getInteger("start.simulation.runs", 1_000);

    @Test
    void everyRequestEndsNothingIsStuckAndStopsGoInReverse() {
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                run(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(Random random) {
        Simulation simulation = new Simulation(random, 2 + random.nextInt(9));
        for (int i = random.nextInt(12); i >= 0; i--) {
            simulation.request();
            for (int steps = random.nextInt(80); steps > 0; steps--) {
                simulation.step();
            }
        }
        simulation.calmDown();
        simulation.settle();
        simulation.start(simulation.services.keySet());
        simulation.settle();
        simulation.stop(simulation.services.keySet());
        simulation.settle();
        simulation.services.values().forEach(s -> simulation.check(s.life.isResting() && s.main == 0, "runs: " + s));
    }
}
