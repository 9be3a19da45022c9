package org.sideros.start.manager;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sideros.start.config.Command;
import org.sideros.start.config.Dependencies;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.Durations;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.Location;
import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Timeouts;
import org.sideros.start.service.Event;
import org.sideros.start.service.Outcome;
import org.sideros.start.service.Requester;
import org.sideros.start.service.Standing;

/** Services of a random graph on one virtual clock, with requests made as {@link ServiceManager} makes them. */
final class Simulation {
    private static final long MILLI = 1_000_000;
    private static final Requester WHO = Requester.self("simulation");

    final Map<String, SimulatedService> services = new TreeMap<>();
    final Definitions definitions;
    private final Random random;
    private final Set<String> open = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private long now;
    private long requests;
    private boolean calm;

    Simulation(Random random, int count) {
        this.random = random;
        TreeMap<String, ServiceConfig> configs = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            ServiceConfig config = config(i);
            configs.put(config.name(), config);
        }
        definitions =
                Definitions.of(new LoadResult(configs, new TreeMap<>(), new TreeSet<>(), List.of(), new TreeMap<>()));
        configs.forEach((name, config) -> services.put(name, new SimulatedService(config, this)));
    }

    private ServiceConfig config(int i) {
        ServiceType type = List.of(
                        ServiceType.SIMPLE,
                        ServiceType.SIMPLE,
                        ServiceType.SIMPLE,
                        ServiceType.ONESHOT,
                        ServiceType.TARGET)
                .get(random.nextInt(5));
        List<Command> exec = new ArrayList<>();
        for (int k = 0;
                type != ServiceType.TARGET && k < (type == ServiceType.ONESHOT ? 1 + random.nextInt(2) : 1);
                k++) {
            exec.add(Command.exact("program"));
        }
        RestartPolicy policy = random.nextBoolean() ? RestartPolicy.NO : RestartPolicy.ON_FAILURE;
        Duration delay = Duration.ofMillis(100 + random.nextInt(2_000));
        return ServiceConfig.builder("s" + i)
                .type(type)
                .exec(exec)
                .remainAfterExit(random.nextBoolean())
                .restart(new Restart(policy, delay, delay, 1, 2, Duration.ofSeconds(10), Optional.empty()))
                .timeouts(new Timeouts(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Durations.INFINITE,
                        Durations.INFINITE,
                        Durations.INFINITE))
                .dependencies(new Dependencies(
                        some(i, 20),
                        List.of(),
                        some(i, 30),
                        some(i, 15),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .build();
    }

    private List<Dependency> some(int i, int percent) {
        List<Dependency> some = new ArrayList<>();
        for (int j = 0; j < i; j++) {
            if (random.nextInt(100) < percent) {
                some.add(new Dependency("s" + j, Location.of(Path.of("s" + i + ".toml"))));
            }
        }
        return some;
    }

    boolean chance(int percent) {
        return !calm && random.nextInt(100) < percent;
    }

    long upTo(int millis) {
        return random.nextInt(1, millis) * MILLI;
    }

    boolean isOneshot(ServiceConfig config) {
        return config.type() == ServiceType.ONESHOT;
    }

    /** From now on programs do what they should, and nothing is asked for. */
    void calmDown() {
        calm = true;
    }

    void request() {
        List<String> all = List.copyOf(services.keySet());
        Set<String> names = new LinkedHashSet<>(List.of(all.get(random.nextInt(all.size()))));
        if (random.nextInt(3) == 0) {
            names.add(all.get(random.nextInt(all.size())));
        }
        switch (random.nextInt(5)) {
            case 0, 1 -> start(names);
            case 2, 3 -> stop(names);
            default -> restart(names);
        }
    }

    void start(Collection<String> names) {
        starts("start", definitions.graph().startClosure(names), Set.of(), Set.of());
    }

    void stop(Collection<String> names) {
        Set<String> closure = definitions.graph().stopClosure(names);
        Posting posting = new Posting(definitions, ++requests, WHO);
        note("stop", closure);
        closure.forEach(name -> post(name, posting.stop(name, closure)));
    }

    private void restart(Collection<String> names) {
        Set<String> down = definitions.graph().stopClosure(names);
        starts("restart of " + down + " in", definitions.graph().startClosure(names), down, names);
    }

    private void starts(String what, Set<String> closure, Set<String> down, Collection<String> named) {
        Posting posting = new Posting(definitions, ++requests, WHO);
        Set<String> all = new LinkedHashSet<>(closure);
        all.addAll(down);
        note(what, all);
        posting.bystanders(all).forEach(name -> service(name).mailbox.add(new Event.Sync(requests)));
        for (String name : all) {
            if (!down.contains(name)) {
                post(name, posting.start(name));
            } else if (named.contains(name)) {
                post(name, posting.restart(name, down, false));
            } else {
                service(name).mailbox.add(posting.restart(name, down, true));
            }
        }
    }

    private SimulatedService service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    private void post(String name, Event event) {
        open.add(requests + " " + name);
        service(name).mailbox.add(event);
    }

    void finish(long request, String name, Outcome outcome) {
        log.add(now / MILLI + " ms: request " + request + ", " + name + ": " + outcome);
        check(open.remove(request + " " + name), "told twice, or unasked: request " + request + " of " + name);
    }

    void announce(String name, Standing standing) {
        log.add(now / MILLI + " ms: " + name + " is " + standing);
        for (String other : definitions.neighbours(name)) {
            service(other).mailbox.add(new Event.Neighbour(name, standing));
        }
    }

    /** A service is signalled on request only when all that require it are gone. */
    void signalled(SimulatedService service) {
        log.add(now / MILLI + " ms: " + service.config.name() + " is signalled");
        for (String name : definitions.graph().dependents(service.config.name())) {
            check(service(name).main == 0, name + " still runs");
        }
    }

    /** One turn of one service, whichever; time passes when there is nothing to do, and sometimes when there is. */
    boolean step() {
        List<SimulatedService> ready =
                services.values().stream().filter(s -> s.isReady(now)).toList();
        long next = services.values().stream()
                .mapToLong(SimulatedService::next)
                .min()
                .orElse(Long.MAX_VALUE);
        if (next != Long.MAX_VALUE && next > now && (ready.isEmpty() || random.nextInt(20) == 0)) {
            now = next;
        } else if (ready.isEmpty()) {
            return false;
        } else {
            ready.get(random.nextInt(ready.size())).turn(now);
        }
        services.values().forEach(s -> s.pass(now));
        return true;
    }

    /** Until nothing happens any more. */
    void settle() {
        int steps = 0;
        while (step()) {
            check(++steps < 200_000, "no end");
        }
        check(open.isEmpty(), "never told: " + open);
        for (SimulatedService service : services.values()) {
            switch (service.life.shown()) {
                case INACTIVE, ACTIVE, FAILED -> {}
                case STARTING, STOPPING, RESTARTING -> check(false, "stuck: " + service);
            }
        }
    }

    private void note(String what, Set<String> names) {
        log.add(now / MILLI + " ms: request " + requests + ": " + what + " " + names);
    }

    void check(boolean holds, String what) {
        if (!holds) {
            StringBuilder text = new StringBuilder(what);
            log.subList(Math.max(0, log.size() - 60), log.size())
                    .forEach(line -> text.append("\n  ").append(line));
            services.values()
                    .forEach(s -> text.append("\n  ")
                            .append(s)
                            .append(" requires ")
                            .append(definitions.graph().requires(s.config.name()))
                            .append(" after ")
                            .append(definitions.graph().orderedAfter(s.config.name())));
            throw new AssertionError(text.toString());
        }
    }
}
