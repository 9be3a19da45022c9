package org.sideros.start.manager;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Signals;

/** Asks for anything, and ends processes, in any order. Several threads run it, each with a chance of its own. */
final class RaceRequests {
    /** A request that was made. */
    record Asked(String what, CompletableFuture<JobReport> report) {}

    private final ServiceManager manager;
    private final RaceServices services;
    private final RaceProcesses processes;
    private final RaceWatch watch;
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    RaceRequests(ServiceManager manager, RaceServices services, RaceProcesses processes, RaceWatch watch) {
        this.manager = manager;
        this.services = services;
        this.processes = processes;
        this.watch = watch;
    }

    /** All requests so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    void run(Random random, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            try {
                something(random);
            } catch (StartError e) {
                // A service that is not known now: its file is gone.
            } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
                watch.wrong().add("a request failed: " + e);
            }
        }
    }

    private void something(Random random) throws IOException, InterruptedException, ExecutionException {
        List<String> names = new ArrayList<>(List.of(services.any(random)));
        while (random.nextInt(4) == 0) {
            names.add(services.any(random));
        }
        int choice = random.nextInt(100);
        if (choice < 30) {
            await(ask("start " + names, manager.start(names, TestSupervisor.TEST)), random);
        } else if (choice < 48) {
            await(ask("stop " + names, manager.stop(names, random.nextInt(4) > 0, TestSupervisor.TEST)), random);
        } else if (choice < 62) {
            await(ask("restart " + names, manager.restart(names, random.nextInt(4) > 0, TestSupervisor.TEST)), random);
        } else if (choice < 68) {
            ask("reload " + names, manager.reload(names, TestSupervisor.TEST));
        } else if (choice < 72) {
            services.change(random);
            manager.reload(TestSupervisor.TEST);
        } else {
            signal(random);
        }
    }

    private Asked ask(String what, CompletableFuture<JobReport> report) {
        Asked one = new Asked(what, report);
        asked.add(one);
        return one;
    }

    /** Sometimes until it has ended, sometimes not at all; what never ends is found out afterwards. */
    private static void await(Asked one, Random random) throws InterruptedException, ExecutionException {
        if (random.nextInt(3) == 0) {
            try {
                one.report().get(random.nextInt(200), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It goes on by itself.
            }
        }
    }

    /** Ends, stops or disturbs any process, main or not. */
    private void signal(Random random) {
        List<RaceProcesses.Seen> all = watch.last();
        if (!all.isEmpty()) {
            String name = List.of("SIGKILL", "SIGKILL", "SIGTERM", "SIGSTOP", "SIGSEGV", "SIGHUP")
                    .get(random.nextInt(6));
            processes.signal(
                    all.get(random.nextInt(all.size())), Signals.number(name).orElseThrow());
        }
    }
}
