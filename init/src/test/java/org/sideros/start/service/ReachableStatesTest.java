package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Stop;
import org.sideros.start.service.Standing.Phase;
import org.sideros.start.service.World.Move;
import org.sideros.start.service.World.Watch;

/** Visits every state a service can get into, by every order of events, and holds each against what must always be so. */
class ReachableStatesTest {
    /** Whom the service knows, and what they may say. */
    private record Neighbours(
            String name,
            Map<String, List<Phase>> news,
            Set<String> requires,
            Set<String> after,
            Set<String> dependents) {
        static final Neighbours NONE = new Neighbours("alone", Map.of(), Set.of(), Set.of(), Set.of());
        static final Neighbours BEFORE_IT = new Neighbours(
                "after others",
                Map.of(
                        "db",
                        List.of(Phase.QUEUED, Phase.UP, Phase.FAILED),
                        "net",
                        List.of(Phase.STARTING, Phase.FAILED)),
                Set.of("db"),
                Set.of("net"),
                Set.of());
        static final Neighbours AFTER_IT = new Neighbours(
                "before another",
                Map.of("shop", List.of(Phase.UP, Phase.STOPPING, Phase.DOWN)),
                Set.of(),
                Set.of(),
                Set.of("shop"));
    }

    /** One search: a service, how many requests are made of it, and its neighbours. */
    private record Search(String name, ServiceConfig config, int requests, Neighbours neighbours) {
        Search(String name, ServiceConfig config) {
            this(name, config, 3, Neighbours.NONE);
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
                invariants(search.config(), world);
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
        List<Move> moves = new ArrayList<>(world.moves());
        long next = world.requests() + 1;
        if (next <= search.requests()) {
            World asked = world.asking(next, true);
            Order order = new Order(next, others.requires(), others.after());
            moves.add(new Move(new Event.Start(order, Walk.WHO), asked, 0));
            moves.add(new Move(new Event.Stop(next, others.dependents(), Walk.OTHER), asked, 0));
            moves.add(new Move(new Event.Restart(order, others.dependents(), Walk.WHO), asked, 0));
            moves.add(new Move(new Event.Rejected(next, Result.BAD_CONFIG, "no exec", Walk.WHO), asked, 0));
            moves.add(new Move(new Event.Sync(next), world.asking(next, false), 0));
        }
        world.news(others.news()).forEach(e -> moves.add(new Move(e, world, 0)));
        if (others.equals(Neighbours.NONE)) {
            moves.add(new Move(new Event.Hurry(2_000_000_000L), world, 0));
        }
        if (world.life().isResting()) {
            moves.add(new Move(new Event.Reconfigured(), world, 0));
        }
        return moves;
    }

    private static void invariants(ServiceConfig config, World world) {
        Life life = world.life();
        Jobs jobs = life.jobs();
        List<Long> waiting = new ArrayList<>(jobs.starting());
        waiting.addAll(jobs.stopping());
        World.check(waiting.size() == world.open().size() && world.open().containsAll(waiting), "a waiter is lost");
        World.check(world.main() == (life.pid() != State.NO_PID), "the pid is that of a living process");
        World.check(!world.main() || life.pid() == World.PID, "another pid");
        World.check(jobs.seen() == world.requests(), "a request was not seen");
        boolean down = switch (life.state()) {
            case State.Holding _, State.Terminating _, State.Killing _ -> true;
            default -> false;
        };
        World.check(down || (jobs.stopping().isEmpty() && jobs.again().isEmpty()), "who stops it?");
        boolean pending = switch (life.state()) {
            case State.Launching _ -> world.launching();
            case State.Executing _, State.Working _, State.Running _ -> world.main();
            case State.Waiting _, State.Holding _ -> !life.waitsFor().isEmpty();
            case State.Terminating _, State.Killing _, State.Unkillable _ ->
                world.main() || world.launching() || world.watch() != Watch.NOTHING;
            case State.Backoff _ ->
                life.deadline() != State.NEVER && jobs.starting().isEmpty();
            case State.Inactive _, State.Failed _, State.Exited _, State.Reached _ ->
                jobs.starting().isEmpty();
        };
        World.check(pending, "nothing will ever happen, or somebody waits for nothing");
        World.check(!(life.state() instanceof State.Running) || jobs.starting().isEmpty(), "it is up: tell them");
        if (life.isResting() || life.state() instanceof State.Backoff) {
            World.check(!world.launching(), "a launch is under way");
            World.check(!world.others() || !World.cleans(config), "left-overs");
        }
        World.check(life.deadline() >= 0, "a deadline in the past");
    }

    private static void strayEventsChangeNothing(ServiceConfig config, World world) {
        List<Event> stray = new ArrayList<>(List.of(
                new Event.Executed(World.STALE_PID),
                new Event.MainExited(World.STALE_PID, Exit.withCode(0), true),
                new Event.MainExited(World.STALE_PID, Exit.withCode(3), false)));
        if (world.life().deadline() > 0) {
            stray.add(new Event.Deadline());
        }
        if (!world.launching()) {
            stray.add(new Event.ConditionUnmet("path /etc/web"));
        }
        if (world.main()) {
            stray.add(new Event.Emptied());
        }
        for (Event event : stray) {
            Step step = Transitions.next(config, world.life(), event, 0);
            World.check(step.equals(Step.to(world.life())), "not indifferent to " + event);
        }
    }

    /** Processes that obey, that have to be killed, and that survive until they are given up. */
    private static void aStopLeadsToRest(ServiceConfig config, World from) {
        for (int patience = 0; patience < 3; patience++) {
            long request = from.requests() + 1;
            World world = from.after(
                    config,
                    new Move(new Event.Stop(request, Set.of("shop"), Walk.OTHER), from.asking(request, true), 0));
            int steps = 0;
            while (!world.life().isResting()) {
                world = world.after(config, towardsRest(world, patience));
                World.check(++steps < 20, "no rest after a stop: " + world);
            }
            World.check(world.open().isEmpty(), "the stop is over, and somebody still waits");
            World.check(!world.main() && !world.launching(), "at rest with a process");
        }
    }

    private static Move towardsRest(World world, int patience) {
        if (world.life().state() instanceof State.Holding) {
            Standing gone = new Standing(Phase.DOWN, world.requests(), true);
            return new Move(new Event.Neighbour(world.life().waitsFor().getFirst(), gone), world, 0);
        }
        if (world.launching()) {
            return world.moves().getFirst();
        }
        boolean dies = switch (world.life().state()) {
            case State.Terminating _ -> patience == 0;
            case State.Killing _ -> patience <= 1;
            default -> true;
        };
        return dies
                ? world.death().orElseThrow(() -> new AssertionError("nothing to wait for: " + world))
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
        Class<?>[] all = sealed.getPermittedSubclasses();
        return all == null ? fail(sealed + " is not sealed") : simpleNames(new HashSet<>(Arrays.asList(all)));
    }

    private static Set<String> simpleNames(Set<Class<?>> classes) {
        return classes.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }
}
