package org.sideros.start.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Stop;

/**
 * A service with what surrounds it: its processes, the watch over them, and the requests nobody was told about yet. The
 * present is always instant 0, and what makes no difference is left out, so that there are finitely many.
 *
 * @param asked a beginning or a launch was ordered; its answer comes before anything else can happen
 * @param main the main process that is alive, 0 for none
 * @param reported whether the executor of this main process has said its word
 * @param hook the command around the main one that is at work
 * @param others whether other processes of the service are alive
 * @param watch what {@link Event.Emptied} was asked for
 * @param requests how many were made so far; their numbers are 1, 2, …
 * @param open those of them that are not finished
 */
record World(
        Life life,
        Asked asked,
        int main,
        boolean reported,
        Optional<Action.RunHook> hook,
        boolean others,
        Watch watch,
        long requests,
        Set<Long> open) {
    static final int PID = 100;
    static final int DAEMON = 101;
    static final int STALE_PID = 99;
    static final World NEW =
            new World(Life.NEW, Asked.NOTHING, 0, false, Optional.empty(), false, Watch.NOTHING, 0, Set.of());

    private static final List<Exit> EXITS = List.of(
            Exit.withCode(0), Exit.withCode(3), Exit.bySignal("SIGTERM", false), Exit.bySignal("SIGSEGV", false));
    private static final Exit KILLED = Exit.bySignal("SIGKILL", false);

    enum Asked {
        NOTHING,
        BEGIN,
        LAUNCH,
        PROCEED
    }

    enum Watch {
        NOTHING,
        MAIN,
        ALL
    }

    /** Something that may happen next: after {@code delay} nanoseconds, with {@code then} as it is at that moment. */
    record Move(Event event, World then, long delay) {
        Move(Event event, World then) {
            this(event, then, 0);
        }
    }

    private World answered(int pid) {
        return new World(life, Asked.NOTHING, pid, false, hook, others, watch, requests, open);
    }

    private World said() {
        return new World(life, asked, main, true, hook, others, watch, requests, open);
    }

    private World processes(int pid, Optional<Action.RunHook> h, boolean more, Watch w) {
        return new World(life, asked, pid, pid == main && reported, h, more, w, requests, open);
    }

    World asking(long request, boolean answers) {
        Set<Long> all = new TreeSet<>(open);
        if (answers) {
            all.add(request);
        }
        return new World(life, asked, main, reported, hook, others, watch, request, all);
    }

    /** What processes and time may bring. */
    List<Move> moves(ServiceConfig config) {
        return switch (asked) {
            case BEGIN ->
                List.of(
                        new Move(new Event.Begun(), answered(0)),
                        new Move(new Event.ConditionUnmet("path /etc/web"), answered(0)),
                        new Move(new Event.NotExecuted("notify_socket", 98, "in use"), answered(0)));
            case LAUNCH ->
                List.of(
                        new Move(new Event.Spawned(PID), answered(PID)),
                        new Move(new Event.NotExecuted("spawn", 11, "no more processes"), answered(0)));
            case PROCEED -> List.of(new Move(new Event.Proceed(), answered(0)));
            case NOTHING -> freeMoves(config);
        };
    }

    private List<Move> freeMoves(ServiceConfig config) {
        List<Move> moves = new ArrayList<>();
        if (main == PID && !reported) {
            moves.add(new Move(new Event.Executed(PID), said()));
            moves.add(new Move(new Event.NotExecuted("exec", 2, "no such file"), said()));
        }
        if (main != 0) {
            exits(config, moves);
        }
        hook.ifPresent(h -> hookEnds(config, h, moves));
        if (life.state() instanceof State.Detaching) {
            moves.add(new Move(new Event.MainFound(DAEMON), processes(DAEMON, hook, others, watch)));
            moves.add(new Move(new Event.MainFound(DAEMON), processes(DAEMON, hook, false, watch)));
            moves.add(new Move(new Event.MainFound(0), this));
        }
        if (life.state() instanceof State.Idling) {
            moves.add(new Move(new Event.Quiet(), this));
        }
        if (isEmptying()) {
            moves.add(emptied());
        }
        if (life.deadline() != State.NEVER) {
            moves.add(new Move(new Event.Deadline(), this, life.deadline()));
        }
        return moves;
    }

    private void exits(ServiceConfig config, List<Move> moves) {
        for (Exit exit : EXITS) {
            moves.add(exit(config, exit, false));
            moves.add(exit(config, exit, true));
        }
        moves.add(new Move(new Event.MainExited(main, KILLED, isAlone(config, false), "51M of 50M"), gone(false)));
        if (life.state() instanceof State.Running s) {
            long quiet = Math.max(0, s.since() + Walk.RESET);
            moves.add(new Move(new Event.MainExited(main, EXITS.get(1), isAlone(config, false)), gone(false), quiet));
        }
    }

    private Move exit(ServiceConfig config, Exit exit, boolean leavesOthers) {
        return new Move(new Event.MainExited(main, exit, isAlone(config, leavesOthers)), gone(leavesOthers));
    }

    private boolean isAlone(ServiceConfig config, boolean leavesOthers) {
        return hook.isEmpty() && (!leavesOthers || !cleans(config));
    }

    private World gone(boolean leavesOthers) {
        return processes(0, hook, leavesOthers, watch);
    }

    private static void hookEnds(World world, Action.RunHook h, Optional<Exit> exit, boolean more, List<Move> moves) {
        Event event = new Event.HookEnded(h.hook(), h.index(), exit, "it says why", !more);
        moves.add(new Move(event, world.processes(world.main, Optional.empty(), more, world.watch)));
    }

    private void hookEnds(ServiceConfig config, Action.RunHook h, List<Move> moves) {
        for (boolean more : List.of(others, true)) {
            for (Exit exit : List.of(EXITS.get(0), EXITS.get(1), KILLED)) {
                hookEnds(this, h, Optional.of(exit), more && cleans(config), moves);
            }
        }
        hookEnds(this, h, Optional.empty(), others, moves);
    }

    private boolean isEmptying() {
        return watch != Watch.NOTHING && main == 0 && hook.isEmpty();
    }

    private Move emptied() {
        return new Move(new Event.Emptied(), processes(0, hook, watch == Watch.MAIN && others, Watch.NOTHING));
    }

    /** How a dying process goes, for the shortest way to rest; none when nothing dies. */
    Optional<Move> death(ServiceConfig config) {
        if (hook.isPresent()) {
            List<Move> moves = new ArrayList<>();
            hookEnds(this, hook.get(), Optional.of(EXITS.get(0)), others, moves);
            return Optional.of(moves.getFirst());
        }
        return main != 0
                ? Optional.of(exit(config, EXITS.get(2), false))
                : isEmptying() ? Optional.of(emptied()) : Optional.empty();
    }

    /** The world after a move, the machine's orders carried out. */
    World after(ServiceConfig config, Move move) {
        Life shifted = Clockwork.shifted(move.then.life, -move.delay);
        Step step = Transitions.next(config, shifted, move.event, 0);
        World then = move.then;
        Life life = step.life();
        Asked nextAsked = then.asked;
        Optional<Action.RunHook> nextHook = then.hook;
        // The service's loop looks no more for emptiness once nobody wants to know.
        Watch next = life.watchesEmptiness() ? then.watch : Watch.NOTHING;
        Set<Long> waiting = new TreeSet<>(then.open);
        for (Action action : step.actions()) {
            switch (action) {
                case Action.Begin _ -> {
                    check(then.main == 0 && then.hook.isEmpty(), "a process of the last run");
                    check(!then.others || !cleans(config), "left-overs of the last run");
                    nextAsked = Asked.BEGIN;
                }
                case Action.Proceed _ -> nextAsked = Asked.PROCEED;
                case Action.Launch a -> {
                    check(then.main == 0 && then.hook.isEmpty(), "a second process");
                    check(life.state().equals(new State.Launching(a.command(), life.deadline())), "not launching");
                    nextAsked = Asked.LAUNCH;
                }
                case Action.RunHook a -> {
                    check(nextHook.isEmpty(), "a second hook");
                    nextHook = Optional.of(a);
                }
                case Action.AwaitEmpty a -> next = a.all() ? Watch.ALL : Watch.MAIN;
                case Action.Finish a ->
                    a.requests().forEach(r -> check(waiting.remove(r), "request " + r + " told, but not open"));
                case Action.Signal a ->
                    check(
                            life.shown() == ServiceState.STOPPING || (a.signal().equals("SIGHUP") && then.main != 0),
                            "a signal to what is not stopping");
                case Action.Kill _ -> check(life.isKilling(), "SIGKILL to what is not to be killed");
                case Action.KillHook _ -> check(then.hook.isPresent(), "no hook to kill");
                case Action.FindMain _ -> check(life.seeksMain(), "nothing to look for");
                case Action.StopSelf _ -> check(life.isRising() || life.isUp(), "nothing to stop");
                case Action.AwaitReady _, Action.AwaitQuiet _, Action.Warn _ -> {}
            }
        }
        return new World(
                Clockwork.canonical(life),
                nextAsked,
                then.main,
                then.reported,
                nextHook,
                then.others,
                next,
                then.requests,
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
        new TreeMap<>(neighbours)
                .forEach((name, phases) -> phases.forEach(phase -> {
                    long seen = Math.max(0, life.neighbour(name).seen());
                    news.add(new Event.Neighbour(name, new Standing(phase, seen, true, true)));
                    if (seen != requests) {
                        news.add(new Event.Neighbour(name, new Standing(phase, requests, true, true)));
                    }
                }));
        return news;
    }

    /** What must hold in every world. */
    void invariants(ServiceConfig config) {
        Jobs jobs = life.jobs();
        List<Long> waiting = new ArrayList<>(jobs.starting());
        waiting.addAll(jobs.stopping());
        waiting.addAll(jobs.reloading());
        check(waiting.size() == open.size() && open.containsAll(waiting), "a waiter is lost");
        check(main == life.pid(), "the pid is that of the living main process");
        check(jobs.seen() == requests, "a request was not seen");
        boolean down = life.shown() == ServiceState.STOPPING;
        check(down || (jobs.stopping().isEmpty() && jobs.again().isEmpty()), "who stops it?");
        check(isPending(config), "nothing will ever happen, or somebody waits for nothing");
        if (life.isResting() || life.state() instanceof State.Backoff || life.state() instanceof State.Queued) {
            check(asked == Asked.NOTHING || asked == Asked.PROCEED, "something is being made");
            check(hook.isEmpty() && main == 0, "a process at rest");
            check(!others || !cleans(config), "left-overs");
        }
        check(life.deadline() >= 0, "a deadline in the past");
    }

    private boolean isPending(ServiceConfig config) {
        Jobs jobs = life.jobs();
        boolean nobody = jobs.starting().isEmpty() && jobs.reloading().isEmpty();
        return switch (life.state()) {
            case State.Beginning _ -> asked == Asked.BEGIN;
            case State.Launching _ -> asked == Asked.LAUNCH;
            case State.Preparing s -> hook.equals(Optional.of(new Action.RunHook(s.hook(), s.index())));
            case State.Executing _, State.Working _ -> main != 0;
            case State.Detaching _ -> watch == Watch.ALL;
            case State.Readying _ -> main != 0 || watch == Watch.ALL;
            case State.Posting s ->
                hook.equals(Optional.of(new Action.RunHook(Hook.EXEC_START_POST, s.index())))
                        && (main != 0 || watch == Watch.ALL || config.type() == ServiceType.ONESHOT);
            case State.Waiting _ -> asked == Asked.PROCEED || !life.waitsFor().isEmpty();
            case State.Holding _ -> !life.waitsFor().isEmpty();
            case State.Running s -> {
                boolean byHook = s.reload().isByCommands();
                yield (main != 0 || watch == Watch.ALL)
                        && jobs.starting().isEmpty()
                        && byHook == hook.isPresent()
                        && (byHook || jobs.reloading().isEmpty());
            }
            case State.StopHook _, State.Finishing _ -> hook.isPresent();
            case State.Terminating _, State.Killing _, State.Unkillable _ ->
                main != 0 || hook.isPresent() || watch != Watch.NOTHING;
            case State.Backoff _, State.Idling _ -> life.deadline() != State.NEVER && (nobody || life.isQueued());
            case State.Inactive _, State.Failed _, State.Exited _, State.Reached _ -> nobody;
        };
    }
}
