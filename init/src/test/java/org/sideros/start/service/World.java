package org.sideros.start.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Stop;

/**
 * A service with what surrounds it: its processes, the watch over them, and the requests nobody was told about yet. The
 * present is always instant 0, and what makes no difference is left out, so that there are finitely many.
 *
 * @param launching a launch was ordered and not answered
 * @param main whether the main process is alive, as pid {@link #PID}
 * @param reported whether the executor of this main process has said its word
 * @param others whether other processes of the service are alive
 * @param watch what {@link Event.Emptied} was asked for
 * @param requests how many were made so far; their numbers are 1, 2, …
 * @param open those of them that are not finished
 */
record World(
        Life life,
        boolean launching,
        boolean main,
        boolean reported,
        boolean others,
        Watch watch,
        long requests,
        Set<Long> open) {
    static final int PID = 100;
    static final int STALE_PID = 99;
    static final World NEW = new World(Life.NEW, false, false, false, false, Watch.NOTHING, 0, Set.of());

    private static final List<Exit> EXITS = List.of(
            Exit.withCode(0), Exit.withCode(3), Exit.bySignal("SIGTERM", false), Exit.bySignal("SIGSEGV", false));

    enum Watch {
        NOTHING,
        MAIN,
        ALL
    }

    /** Something that may happen next: after {@code delay} nanoseconds, with {@code then} as it is at that moment. */
    record Move(Event event, World then, long delay) {}

    private World with(boolean isLaunching, boolean isMain, boolean isReported, boolean isOthers, Watch w) {
        return new World(life, isLaunching, isMain, isReported, isOthers, w, requests, open);
    }

    World asking(long request, boolean answered) {
        Set<Long> all = new TreeSet<>(open);
        if (answered) {
            all.add(request);
        }
        return new World(life, launching, main, reported, others, watch, request, all);
    }

    /** What processes and time may bring. */
    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        if (launching) {
            moves.add(new Move(new Event.Spawned(PID), with(false, true, false, others, watch), 0));
            World unanswered = with(false, main, reported, others, watch);
            moves.add(new Move(new Event.NotExecuted("spawn", 11, "no more processes"), unanswered, 0));
            if (!(life.state() instanceof State.Launching s) || s.command() == 0) {
                moves.add(new Move(new Event.ConditionUnmet("path /etc/web"), unanswered, 0));
            }
        }
        if (main && !reported) {
            World known = with(launching, true, true, others, watch);
            moves.add(new Move(new Event.Executed(PID), known, 0));
            moves.add(new Move(new Event.NotExecuted("exec", 2, "no such file"), known, 0));
        }
        if (main) {
            for (Exit exit : EXITS) {
                moves.add(new Move(new Event.MainExited(PID, exit, true), gone(false), 0));
                moves.add(new Move(new Event.MainExited(PID, exit, false), gone(true), 0));
            }
            if (life.state() instanceof State.Running s) {
                long quiet = Math.max(0, s.since() + Walk.RESET);
                moves.add(new Move(new Event.MainExited(PID, EXITS.get(1), true), gone(false), quiet));
            }
        }
        if (watch != Watch.NOTHING && !main && !launching) {
            moves.add(emptied());
        }
        // A launch is answered within the five seconds that SIGKILL has.
        if (life.deadline() != State.NEVER && !(launching && life.state() instanceof State.Killing)) {
            moves.add(new Move(new Event.Deadline(), this, life.deadline()));
        }
        return moves;
    }

    private World gone(boolean leavesOthers) {
        return with(launching, false, false, leavesOthers, watch);
    }

    private Move emptied() {
        return new Move(
                new Event.Emptied(), with(launching, main, reported, watch == Watch.MAIN && others, Watch.NOTHING), 0);
    }

    /** How a dying process goes, for the shortest way to rest; none when nothing dies. */
    Optional<Move> death() {
        if (main) {
            return Optional.of(new Move(new Event.MainExited(PID, EXITS.get(2), true), gone(false), 0));
        }
        return watch != Watch.NOTHING && !launching ? Optional.of(emptied()) : Optional.empty();
    }

    /** The world after a move, the machine's orders carried out. */
    World after(ServiceConfig config, Move move) {
        Life shifted = shifted(move.then.life, -move.delay);
        Step step = Transitions.next(config, shifted, move.event, 0);
        boolean isLaunching = move.then.launching;
        Watch next = move.then.watch;
        Life life = step.life();
        // The service's loop looks no more for emptiness once nothing is being stopped.
        if (life.shown() != ServiceState.STOPPING && life.pid() == 0 && life.result() != Result.UNKILLABLE) {
            next = Watch.NOTHING;
        }
        Set<Long> waiting = new TreeSet<>(move.then.open);
        for (Action action : step.actions()) {
            switch (action) {
                case Action.Launch a -> {
                    check(!isLaunching && !move.then.main, "a second main process");
                    check(a.command() > 0 || !move.then.others || !cleans(config), "left-overs of the last run");
                    check(life.state().equals(new State.Launching(a.command(), life.deadline())), "not launching");
                    isLaunching = true;
                    next = a.command() == 0 ? Watch.NOTHING : next;
                }
                case Action.AwaitEmpty a -> next = a.all() ? Watch.ALL : Watch.MAIN;
                case Action.Finish a ->
                    a.requests().forEach(r -> check(waiting.remove(r), "request " + r + " told, but not open"));
                case Action.Signal _, Action.Kill _ ->
                    check(life.shown() == ServiceState.STOPPING, "a signal to what is not stopping");
            }
        }
        World after = move.then;
        return new World(
                canonical(life),
                isLaunching,
                after.main,
                after.reported,
                after.others,
                next,
                after.requests,
                Set.copyOf(waiting));
    }

    static boolean cleans(ServiceConfig config) {
        return config.stop().mode() != Stop.Mode.PROCESS;
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** The news that neighbours could have for this world; each has seen as much as it said before, or all. */
    List<Event> news(Map<String, List<Standing.Phase>> neighbours) {
        List<Event> news = new ArrayList<>();
        neighbours.forEach((name, phases) -> phases.forEach(phase -> {
            long seen = Math.max(0, life.neighbour(name).seen());
            news.add(new Event.Neighbour(name, new Standing(phase, seen, true)));
            if (seen != requests) {
                news.add(new Event.Neighbour(name, new Standing(phase, requests, true)));
            }
        }));
        return news;
    }

    /** Forgets what no transition depends on. */
    private static Life canonical(Life life) {
        Memory m = life.memory();
        Result result = switch (m.result()) {
            case BAD_CONFIG, UNKILLABLE -> m.result();
            default -> Result.SUCCESS;
        };
        Memory memory = new Memory(result, Optional.empty(), "", m.streak(), 0, m.order(), Walk.WHO);
        State state = switch (life.state()) {
            case State.Running s -> new State.Running(s.pid(), Math.max(s.since(), -Walk.RESET), s.deadline());
            case State.Holding s -> new State.Holding(s.pid(), s.request(), s.dependents(), bare(s.ending()));
            case State.Terminating s -> new State.Terminating(s.pid(), s.deadline(), bare(s.ending()));
            case State.Killing s -> new State.Killing(s.pid(), s.deadline(), bare(s.ending()));
            default -> life.state();
        };
        return new Life(state, memory, life.jobs(), new TreeMap<>(life.neighbours()), life.stopLimit());
    }

    private static Ending bare(Ending e) {
        return new Ending(e.cause(), e.exit(), "", 0, "", e.killed(), e.interrupted());
    }

    /** The same, with every instant moved. */
    private static Life shifted(Life life, long by) {
        return life.with(
                switch (life.state()) {
                    case State.Launching s -> new State.Launching(s.command(), moved(s.deadline(), by));
                    case State.Executing s -> new State.Executing(s.pid(), s.command(), moved(s.deadline(), by));
                    case State.Working s -> new State.Working(s.pid(), s.command(), moved(s.deadline(), by));
                    case State.Running s -> new State.Running(s.pid(), s.since() + by, moved(s.deadline(), by));
                    case State.Terminating s -> new State.Terminating(s.pid(), moved(s.deadline(), by), s.ending());
                    case State.Killing s -> new State.Killing(s.pid(), moved(s.deadline(), by), s.ending());
                    case State.Backoff s -> new State.Backoff(moved(s.deadline(), by));
                    case State.Inactive _,
                            State.Waiting _,
                            State.Exited _,
                            State.Reached _,
                            State.Holding _,
                            State.Unkillable _,
                            State.Failed _ -> life.state();
                });
    }

    private static long moved(long instant, long by) {
        return instant == State.NEVER ? instant : instant + by;
    }
}
