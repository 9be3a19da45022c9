package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.manager.TestSupervisor.Tracking;

/** The order of starts and stops of a large graph, by the clock of the services themselves. */
class GraphOrderTest {
    private static final int LEVELS = 10;
    private static final int WIDTH = 20;
    private static final Path STAMPS = Path.of("target/native/stamps").toAbsolutePath();

    @TempDir
    Path directory;

    /** Names and what each requires: one to three of the level below. */
    private final Map<String, TreeSet<String>> requires = new HashMap<>();

    private void write(Tracking tracking) throws IOException {
        TestSupervisor.prepare(directory, tracking.line(directory));
        Random random = new Random(200);
        for (int level = 0; level < LEVELS; level++) {
            for (int i = 0; i < WIDTH; i++) {
                TreeSet<String> below = new TreeSet<>();
                for (int n = 0; level > 0 && n < 3; n++) {
                    below.add("s" + (level - 1) + "-" + random.nextInt(WIDTH));
                }
                String name = "s" + level + "-" + i;
                requires.put(name, below);
                file(
                        directory,
                        name,
                        "[service]\ntype = \"oneshot\"\nremain_after_exit = true\nexec = [\"" + STAMPS + "\", \"" + name
                                + "\", \"" + directory.resolve("stamps") + "\"]\n[service.dependencies]\nrequires = ["
                                + String.join(
                                        ", ",
                                        below.stream().map(b -> "\"" + b + "\"").toList()) + "]\n");
            }
        }
    }

    /** The stamps by {@code name word}; each must be there once. */
    private Map<String, Long> stamps(TestSupervisor supervisor) {
        Map<String, Long> stamps = new HashMap<>();
        for (String line : supervisor.lines("stamps")) {
            String[] words = line.split(" ", 2);
            assertEquals(null, stamps.put(words[1], Long.valueOf(words[0])), line);
        }
        return stamps;
    }

    private void check(Map<String, Long> stamps, String name, String earlier, String other, String later) {
        long first = Objects.requireNonNull(stamps.get(name + " " + earlier));
        long second = Objects.requireNonNull(stamps.get(other + " " + later));
        assertTrue(first < second, name + " " + earlier + " came after " + other + " " + later);
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredServicesInTenLevelsStartInOrderAndStopInTheReverse(Tracking tracking) throws IOException {
        write(tracking);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            long begin = System.nanoTime();
            JobReport started = done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            long up = System.nanoTime();
            assertTrue(started.results().stream().allMatch(r -> r.error().isEmpty()), started.toString());
            assertEquals(LEVELS - 1, supervisor.status("s9-0").level());
            done(supervisor.manager().stopAll(TestSupervisor.TEST));
            System.out.printf(
                    "200 services in 10 levels, %s: started in %d ms, stopped in %d ms%n",
                    tracking, (up - begin) / 1_000_000, (System.nanoTime() - up) / 1_000_000);

            Map<String, Long> stamps = stamps(supervisor);
            assertEquals(4 * LEVELS * WIDTH, stamps.size());
            requires.forEach((name, below) -> below.forEach(required -> {
                check(stamps, required, "ready", name, "begin");
                check(stamps, name, "gone", required, "stop");
            }));
        }
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void aFailureInTheMiddleStopsNobodyElse() throws IOException {
        write(Tracking.DESCENT);
        file(directory, "s0-0", "[service]\ntype = \"oneshot\"\nexec = \"false\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            List<String> wrong = new ArrayList<>();
            TreeSet<String> doomed = new TreeSet<>(List.of("s0-0"));
            for (int level = 1; level < LEVELS; level++) {
                for (int i = 0; i < WIDTH; i++) {
                    String name = "s" + level + "-" + i;
                    if (Objects.requireNonNull(requires.get(name)).stream().anyMatch(doomed::contains)) {
                        doomed.add(name);
                    }
                }
            }
            for (String name : requires.keySet()) {
                String expected = doomed.contains(name) ? "failed" : "active";
                String state = supervisor.status(name).state().word();
                if (!state.equals(expected)) {
                    wrong.add(name + " is " + state);
                }
            }
            assertEquals(List.of(), wrong);
        }
    }
}
