package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.manager.TestSupervisor.Tracking;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/**
 * Everything at once: requests, reloads and the deaths of processes on fifty services, from several threads, while
 * another one watches from outside. Runs where it is asked for: {@code -Dstart.race.seconds} says for how long, and
 * {@code -Dstart.race.seed} chooses services and requests; how the threads interleave is the machine's choice.
 */
class RaceTest {
    private static final int SERVICES = 50;
    private static final int THREADS = 4;
    private static final int SECONDS = Integer.getInteger("start.race.seconds", 0);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingEverRunsTwiceHangsOrLeaks(Tracking tracking) throws Exception {
        assumeTrue(SECONDS > 0, "give it time with -Dstart.race.seconds=600");
        long seed = Long.getLong("start.race.seed", System.nanoTime());
        System.out.println("start.race.seed=" + seed);
        Random random = new Random(seed);
        TestSupervisor.prepare(directory, tracking.line(directory));
        TestSupervisor.open(directory).close(); // Loads what stays loaded.
        Held before = Held.now();
        RaceServices services = new RaceServices(directory, SERVICES);
        services.writeAll(random);
        RaceProcesses processes = new RaceProcesses(directory);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            ServiceManager manager = supervisor.manager();
            RaceWatch watch = new RaceWatch(manager, processes);
            RaceRequests requests = new RaceRequests(manager, services, processes, watch);
            Thread watching = Thread.ofPlatform().name("watch").start(watch);
            race(random, requests, watch);
            settles(manager);
            worldIsAsShown(manager, processes);
            TestSupervisor.done(manager.stopAll(TestSupervisor.TEST));
            everyRequestHasEnded(requests);
            everythingRests(manager);
            watch.end();
            watching.join();
            assertEquals(List.of(), watch.wrong());
            System.out.println(requests.asked().size() + " requests, looked " + watch.looks() + " times");
        }
        assertEquals(List.of(), processes.look());
        eventually(() -> Held.now().isWithin(before));
        assertEquals(List.of(), groups(directory));
    }

    private static void race(Random random, RaceRequests requests, RaceWatch watch) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos() / Tracking.values().length;
        BooleanSupplier goOn = () -> System.nanoTime() < end && watch.wrong().isEmpty();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(random.nextLong());
            threads.add(Thread.ofPlatform().name("race").start(() -> requests.run(own, goOn)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** No job stays under way when nobody asks for anything any more: all waits have a limit here. */
    private static void settles(ServiceManager manager) {
        Set<ServiceState> settled = Set.of(ServiceState.ACTIVE, ServiceState.INACTIVE, ServiceState.FAILED);
        awaiting(
                () -> manager.list().stream().allMatch(s -> settled.contains(s.state())),
                () -> "not settled:\n" + all(manager));
    }

    /** Each main process there is, is shown; and all that are shown live. A daemon may be one that bears no mark. */
    private static void worldIsAsShown(ServiceManager manager, RaceProcesses processes) {
        awaiting(
                () -> {
                    List<RaceProcesses.Seen> all = look(processes);
                    Map<String, Integer> shown = shown(manager);
                    return all.stream()
                                    .allMatch(s -> s.service().isEmpty()
                                            || Integer.valueOf(s.pid())
                                                    .equals(shown.get(
                                                            s.service().get())))
                            && shown.values().stream().allMatch(TestSupervisor::alive);
                },
                () -> "shown " + shown(manager) + "\nreal  " + look(processes));
    }

    private static Map<String, Integer> shown(ServiceManager manager) {
        Map<String, Integer> pids = new TreeMap<>();
        manager.list().forEach(s -> s.pid().ifPresent(pid -> pids.put(s.name(), pid)));
        return pids;
    }

    private static List<RaceProcesses.Seen> look(RaceProcesses processes) {
        try {
            return processes.look();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void everyRequestHasEnded(RaceRequests requests) {
        assertFalse(requests.asked().isEmpty());
        awaiting(
                () -> requests.asked().stream().allMatch(one -> one.report().isDone()),
                () -> requests.asked().stream()
                        .filter(one -> !one.report().isDone())
                        .map(RaceRequests.Asked::what)
                        .collect(Collectors.joining("\n", "never told:\n", "")));
        requests.asked().forEach(one -> assertDoesNotThrow(one.report()::join, one.what()));
    }

    private static void everythingRests(ServiceManager manager) {
        Set<String> up = new TreeSet<>();
        manager.list().stream()
                .filter(s -> s.state() != ServiceState.INACTIVE && s.state() != ServiceState.FAILED)
                .forEach(s -> up.add(text(s)));
        assertTrue(up.isEmpty(), up.toString());
    }

    private static List<Path> groups(Path directory) throws IOException {
        String name = "sideros-"
                + Integer.toHexString(directory.resolve("run").toString().hashCode());
        List<Path> left = new ArrayList<>();
        for (String root : List.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")) {
            if (Files.exists(Path.of(root, name))) {
                left.add(Path.of(root, name));
            }
        }
        return left;
    }

    private static String text(ServiceStatus s) {
        return s.name() + " " + s.state().word() + " (" + s.substate() + ") since " + s.since() + ": "
                + s.statusText().orElse("") + " " + s.result().word() + ", " + s.pid() + ", requires " + s.requires()
                + ", after " + s.after() + (s.stale() ? ", stale" : "") + (s.orphaned() ? ", orphaned" : "");
    }

    private static String all(ServiceManager manager) {
        return manager.list().stream().map(RaceTest::text).collect(Collectors.joining("\n"));
    }

    private static void awaiting(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
        try {
            eventually(condition::getAsBoolean);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(otherwise.get(), e);
        }
    }
}
