package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.Command;
import org.sideros.start.config.Conditions;
import org.sideros.start.config.Durations;
import org.sideros.start.config.Hooks;
import org.sideros.start.config.Readiness;
import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Stop;
import org.sideros.start.service.Standing.Phase;
import org.sideros.start.service.World.Move;

/** Visits every state a service can get into, by every order of events, and holds each against what must always be so. */
class ReachableStatesTest {
    /** Whom the service knows, and what they may say. */
    private record Neighbours(
            String name,
            Map<String, List<Phase>> news,
            Set<String> requires,
            Set<String> after,
            Set<String> gone,
            Set<String> dependents) {
        static final Neighbours NONE = new Neighbours("alone", Map.of(), Set.of(), Set.of(), Set.of(), Set.of());
        static final Neighbours BEFORE_IT = new Neighbours(
                "after others",
                Map.of(
                        "db",
                        List.of(Phase.QUEUED, Phase.UP, Phase.FAILED),
                        "net",
                        List.of(Phase.STARTING, Phase.FAILED)),
                Set.of("db"),
                Set.of("net"),
                Set.of(),
                Set.of());
        static final Neighbours BOUND_AND_RIVAL = new Neighbours(
                "bound, with a rival",
                Map.of("db", List.of(Phase.UP, Phase.DOWN, Phase.FAILED), "rival", List.of(Phase.STOPPING, Phase.DOWN)),
                Set.of("db"),
                Set.of(),
                Set.of("rival"),
                Set.of());
        static final Neighbours AFTER_IT = new Neighbours(
                "before another",
                Map.of("shop", List.of(Phase.UP, Phase.STOPPING, Phase.DOWN)),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of("shop"));
    }

    /** One search: a service, how many requests are made of it, and its neighbours. */
    private record Search(String name, ServiceConfig config, int requests, Neighbours neighbours, List<Event> says) {
        Search(String name, ServiceConfig config) {
            this(name, config, 3, Neighbours.NONE, List.of());
        }

        Search(String name, ServiceConfig config, int requests, Neighbours neighbours) {
            this(name, config, requests, neighbours, List.of());
        }

        Search(String name, ServiceConfig config, Event... says) {
            this(name, config, 2, Neighbours.NONE, List.of(says));
        }
    }

    private final Set<Class<?>> states = new HashSet<>();
    private final Set<Class<?>> events = new HashSet<>();

    private static List<Search> searches() {
        List<Search> all = new ArrayList<>();
        for (RestartPolicy policy : RestartPolicy.values()) {
            ServiceConfig config =
                    Walk.simple().restart(Walk.restart(policy, 2)).build();
            all.add(new Search("simple, restart " + policy.word(), config));
        }
        for (Stop.Mode mode : Stop.Mode.values()) {
            ServiceConfig.Builder one = Walk.stopping(Walk.simple(), mode);
            all.add(new Search("simple, stop " + mode, one.build()));
            ServiceConfig.Builder two = Walk.stopping(Walk.oneshot(2), mode);
            all.add(new Search("two commands, stop " + mode, two.build()));
        }
        ServiceConfig.Builder tried = Walk.oneshot(1).restart(Walk.restart(RestartPolicy.ON_FAILURE, 1));
        all.add(new Search("oneshot, restarted", tried.build()));
        ServiceConfig remaining = Walk.oneshot(1).remainAfterExit(true).build();
        all.add(new Search("oneshot that remains", remaining));
        all.add(new Search("target", Walk.target().build()));
        ServiceConfig persistent =
                Walk.simple().restart(Walk.restart(RestartPolicy.ON_FAILURE, 1)).build();
        for (Neighbours others : List.of(Neighbours.BEFORE_IT, Neighbours.AFTER_IT)) {
            all.add(new Search("simple, " + others.name(), persistent, 2, others));
            all.add(new Search("oneshot, " + others.name(), remaining, 2, others));
            all.add(new Search("target, " + others.name(), Walk.target().build(), 2, others));
        }
        all.addAll(widerSearches());
        return all;
    }

    private static List<Search> widerSearches() {
        List<Search> all = new ArrayList<>();
        Command one = Command.exact("one");
        Hooks hooks =
                new Hooks(List.of(one, one.tolerant()), List.of(one), List.of(one, one), List.of(one), List.of(one));
        Conditions condition =
                new Conditions(List.of(), List.of(), List.of(), List.of(), List.of(Command.exact("is-wanted")));
        for (Stop.Mode mode : Stop.Mode.values()) {
            ServiceConfig.Builder service = Walk.stopping(Walk.simple(), mode);
            all.add(new Search(
                    "simple with hooks, stop " + mode,
                    service.hooks(hooks).conditions(condition).build(),
                    2,
                    Neighbours.NONE));
        }
        all.add(new Search("oneshot with hooks", Walk.oneshot(1).hooks(hooks).build(), 2, Neighbours.NONE));
        all.add(new Search(
                "oneshot with hooks that remains",
                Walk.oneshot(1).remainAfterExit(true).hooks(hooks).build(),
                2,
                Neighbours.NONE));
        all.add(new Search("forking", Walk.simple().type(ServiceType.FORKING).build()));
        ServiceConfig.Builder daemon = Walk.simple()
                .type(ServiceType.FORKING)
                .ready(new Readiness(Readiness.Kind.NOTIFY, ""))
                .hooks(new Hooks(List.of(), List.of(one), List.of(), List.of(), List.of(one)));
        all.add(new Search("forking, ready and hooks", daemon.build(), new Event.Ready()));
        all.add(new Search("idle", Walk.simple().type(ServiceType.IDLE).build()));
        ServiceConfig notify = Walk.simple()
                .type(ServiceType.NOTIFY)
                .timeouts(Walk.timeouts(Duration.ofSeconds(60), Duration.ofSeconds(40)))
                .build();
        all.add(new Search(
                "notify",
                notify,
                new Event.Ready(),
                new Event.ReloadsItself(),
                new Event.StopsItself(),
                new Event.Trouble(),
                new Event.StatusText("serving")));
        all.add(new Search("notify, longer", notify, new Event.Ready(), new Event.Extend(90_000_000_000L)));
        ServiceConfig watched = Walk.simple()
                .timeouts(Walk.watched())
                .restart(Walk.restart(RestartPolicy.ON_FAILURE, 1))
                .build();
        all.add(new Search("watched", watched, new Event.KeepAlive(), new Event.KeepAliveEvery(20_000_000_000L)));
        List<Stop.Step> sequence = List.of(
                new Stop.Step("SIGTERM", Duration.ofSeconds(5)),
                new Stop.Step("SIGINT", Durations.INFINITE),
                new Stop.Step("SIGKILL", Durations.INFINITE));
        all.add(new Search(
                "a sequence of signals",
                Walk.simple()
                        .stop(new Stop("SIGTERM", Stop.Mode.GROUP, sequence))
                        .build()));
        Restart slowly = new Restart(
                RestartPolicy.ON_FAILURE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                1,
                1,
                Duration.ofNanos(Walk.RESET),
                Optional.of(Duration.ofMinutes(15)));
        all.add(new Search("retried slowly", Walk.simple().restart(slowly).build(), 2, Neighbours.NONE));
        ServiceConfig bound = Walk.simple().dependencies(Walk.bindsTo("db")).build();
        all.add(new Search("simple, bound", bound, 2, Neighbours.BOUND_AND_RIVAL));
        return all;
    }

    @Test
    void whateverHappensInWhateverOrderTheServiceKeepsItsPromises() {
        int total = 0;
        Map<String, Integer> visited = new LinkedHashMap<>();
        for (Search search : searches()) {
            int worlds = explore(search);
            visited.put(search.name(), worlds);
            total += worlds;
        }
        System.out.println("states visited: " + total + " " + visited);
        assertEquals(names(State.class), simpleNames(states), "every state is reached");
        assertEquals(names(Event.class), simpleNames(events), "every event is met");
    }

    private int explore(Search search) {
        Map<World, Optional<Map.Entry<World, Event>>> origin = new HashMap<>();
        Deque<World> queue = new ArrayDeque<>(List.of(World.NEW));
        origin.put(World.NEW, Optional.empty());
        while (!queue.isEmpty()) {
            World world = queue.remove();
            states.add(world.life().state().getClass());
            try {
                world.invariants(search.config());
                strayEventsChangeNothing(search.config(), world);
                aStopLeadsToRest(search.config(), world);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(search.name() + ": " + e + path(origin, world), e);
            }
            for (Move move : moves(search, world)) {
                events.add(move.event().getClass());
                try {
                    World next = world.after(search.config(), move);
                    if (origin.putIfAbsent(next, Optional.of(Map.entry(world, move.event()))) == null) {
                        queue.add(next);
                    }
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            search.name() + ": " + e + path(origin, world) + "\n  on " + move.event(), e);
                }
            }
        }
        return origin.size();
    }

    private static List<Move> moves(Search search, World world) {
        Neighbours others = search.neighbours();
        List<Move> moves = new ArrayList<>(world.moves(search.config()));
        if (world.asked() != World.Asked.NOTHING) {
            return moves;
        }
        long next = world.requests() + 1;
        if (next <= search.requests()) {
            World asked = world.asking(next, true);
            Order order = new Order(next, others.requires(), others.after(), others.gone());
            World told = world.asking(next, false);
            moves.add(new Move(new Event.Start(order, Walk.WHO), asked));
            moves.add(new Move(new Event.Stop(next, others.dependents(), Walk.OTHER), asked));
            moves.add(new Move(new Event.Restart(order, others.dependents(), false, Walk.WHO), asked));
            moves.add(new Move(new Event.Restart(order, others.dependents(), true, Walk.WHO), told));
            moves.add(new Move(new Event.Reload(next, Walk.WHO), asked));
            moves.add(new Move(new Event.Rejected(next, Result.BAD_CONFIG, "no exec", Walk.WHO), asked));
            moves.add(new Move(new Event.Sync(next), told));
        }
        world.news(others.news()).forEach(e -> moves.add(new Move(e, world)));
        search.says().forEach(e -> moves.add(new Move(e, world)));
        if (others.equals(Neighbours.NONE) && search.says().isEmpty()) {
            moves.add(new Move(new Event.Hurry(2_000_000_000L), world));
        }
        if (world.life().isResting()) {
            moves.add(new Move(new Event.Reconfigured(), world));
        }
        return moves;
    }

    private static void strayEventsChangeNothing(ServiceConfig config, World world) {
        List<Event> stray = new ArrayList<>(List.of(
                new Event.Executed(World.STALE_PID),
                new Event.MainExited(World.STALE_PID, Exit.withCode(0), true),
                new Event.MainExited(World.STALE_PID, Exit.withCode(3), false),
                new Event.HookEnded(Hook.EXEC_STOP, 9, Optional.empty(), "", true)));
        if (world.life().deadline() > 0) {
            stray.add(new Event.Deadline());
        }
        if (world.asked() == World.Asked.NOTHING) {
            stray.add(new Event.ConditionUnmet("path /etc/web"));
            stray.add(new Event.Begun());
            stray.add(new Event.Spawned(World.STALE_PID));
        }
        if (world.main() != 0) {
            stray.add(new Event.Emptied());
        }
        for (Event event : stray) {
            Step step = Transitions.next(config, world.life(), event, 0);
            World.check(step.equals(Step.to(world.life())), "not indifferent to " + event);
        }
    }

    /** Processes that obey, that have to be killed, and that survive until they are given up. */
    private static void aStopLeadsToRest(ServiceConfig config, World from) {
        for (int patience = 0; from.asked() == World.Asked.NOTHING && patience < 3; patience++) {
            long request = from.requests() + 1;
            World world = from.after(
                    config, new Move(new Event.Stop(request, Set.of("shop"), Walk.OTHER), from.asking(request, true)));
            int steps = 0;
            while (!world.life().isResting()) {
                world = world.after(config, towardsRest(config, world, patience));
                World.check(++steps < 20, "no rest after a stop: " + world);
            }
            World.check(world.open().isEmpty(), "the stop is over, and somebody still waits");
            World.check(world.main() == 0 && world.hook().isEmpty(), "at rest with a process");
        }
    }

    private static Move towardsRest(ServiceConfig config, World world, int patience) {
        if (world.life().state() instanceof State.Holding) {
            Standing gone = new Standing(Phase.DOWN, world.requests(), true, true);
            return new Move(new Event.Neighbour(world.life().waitsFor().getFirst(), gone), world);
        }
        boolean dies = switch (world.life().state()) {
            case State.StopHook _, State.Terminating _, State.Finishing _ -> patience == 0;
            case State.Killing _ -> patience <= 1;
            default -> true;
        };
        return dies
                ? world.death(config).orElseThrow(() -> new AssertionError("nothing to wait for: " + world))
                : new Move(new Event.Deadline(), world, world.life().deadline());
    }

    private static String path(Map<World, Optional<Map.Entry<World, Event>>> origin, World last) {
        StringBuilder path = new StringBuilder("\n  at " + last);
        Optional<Map.Entry<World, Event>> step = origin.getOrDefault(last, Optional.empty());
        while (step.isPresent()) {
            path.insert(
                    0,
                    "\n  " + step.get().getKey().life().state() + " on "
                            + step.get().getValue());
            step = origin.getOrDefault(step.get().getKey(), Optional.empty());
        }
        return path.toString();
    }

    private static Set<String> names(Class<?> sealed) {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            names.addAll(type.isSealed() ? names(type) : Set.of(type.getSimpleName()));
        }
        return names;
    }

    private static Set<String> simpleNames(Set<Class<?>> classes) {
        return classes.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }
}
