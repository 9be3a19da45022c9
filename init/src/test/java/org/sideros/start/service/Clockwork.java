package org.sideros.start.service;

import java.util.Optional;
import java.util.TreeMap;

/** Moves the instants in a life, and forgets what no transition depends on, so that lives can be compared. */
final class Clockwork {
    /** More attempts than any service of the search has. */
    private static final int LONGEST_STREAK = 3;

    private Clockwork() {}

    /** The same life, with what makes no difference left out. */
    static Life canonical(Life life) {
        Memory m = life.memory();
        Result result = switch (m.result()) {
            case BAD_CONFIG, UNKILLABLE -> m.result();
            default -> Result.SUCCESS;
        };
        int streak = Math.min(m.streak(), LONGEST_STREAK);
        Memory memory = new Memory(result, Optional.empty(), "", streak, 0, m.order(), Walk.WHO, "");
        State state = switch (life.state()) {
            case State.Running s ->
                new State.Running(s.pid(), Math.max(s.since(), -Walk.RESET), s.timers(), s.reload());
            case State.Holding s ->
                new State.Holding(s.pid(), s.request(), s.dependents(), s.up(), s.busy(), bare(s.ending()));
            case State.StopHook s -> new State.StopHook(s.pid(), s.index(), s.deadline(), bare(s.ending()));
            case State.Terminating s -> new State.Terminating(s.pid(), s.step(), s.deadline(), bare(s.ending()));
            case State.Killing s -> new State.Killing(s.pid(), s.deadline(), bare(s.ending()));
            case State.Finishing s -> new State.Finishing(s.index(), s.deadline(), bare(s.ending()));
            case State s -> s;
        };
        return new Life(state, memory, life.jobs(), new TreeMap<>(life.neighbours()), life.stopLimit());
    }

    private static Ending bare(Ending e) {
        String memory = e.outOfMemory().isEmpty() ? "" : "51M of 50M";
        return new Ending(e.cause(), e.exit(), "", 0, "", memory, e.killed(), e.interrupted(), e.finished());
    }

    /** The same, with every instant moved. */
    static Life shifted(Life life, long by) {
        return life.with(
                switch (life.state()) {
                    case State.Beginning s -> new State.Beginning(moved(s.deadline(), by));
                    case State.Preparing s -> new State.Preparing(s.hook(), s.index(), moved(s.deadline(), by));
                    case State.Launching s -> new State.Launching(s.command(), moved(s.deadline(), by));
                    case State.Executing s ->
                        new State.Executing(s.pid(), s.command(), moved(s.deadline(), by), s.ready());
                    case State.Working s -> new State.Working(s.pid(), s.command(), moved(s.deadline(), by), s.ready());
                    case State.Detaching s -> new State.Detaching(moved(s.deadline(), by), s.ready());
                    case State.Readying s -> new State.Readying(s.pid(), moved(s.deadline(), by));
                    case State.Posting s -> new State.Posting(s.pid(), s.index(), moved(s.deadline(), by));
                    case State.Running s ->
                        new State.Running(s.pid(), s.since() + by, moved(s.timers(), by), moved(s.reload(), by));
                    case State.StopHook s ->
                        new State.StopHook(s.pid(), s.index(), moved(s.deadline(), by), s.ending());
                    case State.Terminating s ->
                        new State.Terminating(s.pid(), s.step(), moved(s.deadline(), by), s.ending());
                    case State.Killing s -> new State.Killing(s.pid(), moved(s.deadline(), by), s.ending());
                    case State.Finishing s -> new State.Finishing(s.index(), moved(s.deadline(), by), s.ending());
                    case State.Backoff s -> new State.Backoff(moved(s.deadline(), by));
                    case State.Idling s -> new State.Idling(moved(s.deadline(), by));
                    case State.Resting _,
                            State.Waiting _,
                            State.Exited _,
                            State.Reached _,
                            State.Holding _,
                            State.Unkillable _ -> life.state();
                });
    }

    private static Timers moved(Timers t, long by) {
        return new Timers(moved(t.forget(), by), moved(t.runtime(), by), moved(t.watchdog(), by), t.period());
    }

    private static Reloading moved(Reloading r, long by) {
        return new Reloading(r.kind(), r.index(), moved(r.deadline(), by));
    }

    private static long moved(long instant, long by) {
        return instant == State.NEVER ? instant : instant + by;
    }
}
