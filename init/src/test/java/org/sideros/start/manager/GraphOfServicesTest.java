package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceState;

/** 200 services in 10 levels start in order and stop in exact reverse order, as the services themselves noted. */
class GraphOfServicesTest {
    private static final int LEVELS = 10;
    private static final int WIDTH = 20;
    private static final long SEED = 20;
    private static final Requester TEST = Requester.self("test");

    /** Notes when its work began and ended; up only when the note is written. */
    private static final String UP = """
            [service]
            type = "oneshot"
            remain_after_exit = true
            exec = ["sh", "-c", "echo up-begin %1$s $(date +%%s%%N) >> %2$s; echo up-end %1$s $(date +%%s%%N) >> %2$s"]
            [service.dependencies]
            requires = [%3$s]
            """;

    /** Lives until it is told to stop, and notes that it ends. */
    private static final String DOWN = """
            [service]
            exec = ["sh", "-c", "trap 'echo down-begin %1$s $(date +%%s%%N) >> %2$s; kill $!; wait; echo down-end %1$s $(date +%%s%%N) >> %2$s; exit 0' TERM; sleep 10000 & echo ready %1$s 0 >> %2$s; wait"]
            [service.stop]
            mode = "mixed"
            [service.timeout]
            stop = "50s"
            [service.dependencies]
            requires = [%3$s]
            """;

    @TempDir
    Path directory;

    @Test
    void servicesStartAfterWhatTheyRequireIsReady() throws IOException {
        Map<String, List<String>> requires = write(UP);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            startAll(supervisor, requires);
            Stamps stamps = stamps();
            requires.forEach((name, needs) -> needs.forEach(need -> assertTrue(
                    stamps.at("up-begin", name) >= stamps.at("up-end", need),
                    () -> name + " began before " + need + " was ready")));
        }
    }

    @Test
    void servicesStopInExactReverseOrder() throws IOException {
        Map<String, List<String>> requires = write(DOWN);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            startAll(supervisor, requires);
            await().atMost(TestSupervisor.PATIENCE)
                    .until(() -> Files.readAllLines(log()).size() == LEVELS * WIDTH);
            TestSupervisor.done(supervisor.manager().stopAll(TEST));
            Stamps stamps = stamps();
            assertEquals(LEVELS * WIDTH, stamps.count("down-end"));
            requires.forEach((name, needs) -> needs.forEach(need -> assertTrue(
                    stamps.at("down-end", name) <= stamps.at("down-begin", need),
                    () -> need + " was stopped before " + name + " was gone")));
        }
    }

    private void startAll(TestSupervisor supervisor, Map<String, List<String>> requires) {
        JobReport report = TestSupervisor.done(supervisor.manager().start(List.copyOf(requires.keySet()), TEST));
        report.results().forEach(r -> {
            assertTrue(r.error().isEmpty(), r::toString);
            assertEquals(ServiceState.ACTIVE, r.status().state());
        });
    }

    private Path log() {
        return directory.resolve("stamps");
    }

    private Map<String, List<String>> write(String template) throws IOException {
        TestSupervisor.prepare(directory);
        Random random = new Random(SEED);
        Map<String, List<String>> requires = new TreeMap<>();
        for (int level = 0; level < LEVELS; level++) {
            for (int i = 0; i < WIDTH; i++) {
                String name = "s%d-%02d".formatted(level, i);
                List<String> needs = new ArrayList<>();
                for (int n = 0; level > 0 && n < 2; n++) {
                    needs.add("s%d-%02d".formatted(level - 1, random.nextInt(WIDTH)));
                }
                requires.put(name, needs.stream().distinct().toList());
                String list = String.join(
                        ", ",
                        requires.get(name).stream().map(s -> '"' + s + '"').toList());
                TestSupervisor.file(directory, name, template.formatted(name, log(), list));
            }
        }
        return requires;
    }

    /** When which service did what, by its own clock, in nanoseconds. */
    private record Stamps(Map<String, Long> all) {
        long at(String what, String service) {
            return Objects.requireNonNull(all.get(what + " " + service), () -> "no " + what + " of " + service);
        }

        long count(String what) {
            return all.keySet().stream()
                    .filter(key -> key.startsWith(what + " "))
                    .count();
        }
    }

    private Stamps stamps() throws IOException {
        Map<String, Long> stamps = new HashMap<>();
        for (String line : Files.readAllLines(log())) {
            int last = line.lastIndexOf(' ');
            stamps.put(line.substring(0, last), Long.valueOf(line.substring(last + 1)));
        }
        return new Stamps(stamps);
    }
}
