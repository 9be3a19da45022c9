package org.sideros.start.service;

import java.util.List;
import java.util.Set;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Stop;

/** The part of the state machine that brings a service down, for whatever reason. */
final class Fall {
    /** How long SIGKILL may take before a process counts as unkillable: stuck in the kernel. */
    static final long KILL_NANOS = 5_000_000_000L;

    private static final String KILL = "SIGKILL";
    /** In {@link State.Terminating}: it stops by itself, and was sent nothing. */
    private static final int UNSIGNALLED = -1;
    /** In {@link State.StopHook}: an earlier hook comes to its end first. */
    private static final int NOT_YET = -1;

    private Fall() {}

    /** Somebody asked for it: down, once the dependents are; at once when there are none. */
    static Step hold(ServiceConfig config, Life life, long request, Set<String> dependents, long now) {
        boolean up = life.state() instanceof State.Up;
        boolean busy = life.state() instanceof State.Running s && s.reload().isByCommands();
        State holding = new State.Holding(life.pid(), request, dependents, up, busy, Ending.requested(!up));
        Step step = Neighbours.reconsider(config, life.with(holding), now);
        return busy ? step.after(new Action.KillHook()) : step;
    }

    /** Somebody asked for what is under way; it waits for more dependents if it still waits at all. */
    static Step alsoWanted(ServiceConfig config, Life life, State.Falling state, Set<String> more, long now) {
        return switch (with(state, state.ending().asRequested())) {
            case State.Holding s -> behind(config, life, s, more, now);
            case State.Falling s -> Step.to(life.with(s));
        };
    }

    /** The same fall, after {@code more} have gone, if it still waits at all. */
    static Step behind(ServiceConfig config, Life life, State.Falling state, Set<String> more, long now) {
        if (!(state instanceof State.Holding s)) {
            return Step.to(life);
        }
        Set<String> all = Transitions.union(s.dependents(), more);
        return Neighbours.reconsider(
                config, life.with(new State.Holding(s.pid(), s.request(), all, s.up(), s.busy(), s.ending())), now);
    }

    static Step holding(ServiceConfig config, Life life, State.Holding s, long now) {
        if (!stillThere(life, s).isEmpty()) {
            return Step.to(life);
        }
        if (s.up() && !config.hooks().stop().isEmpty()) {
            long deadline = stopDeadline(config, life, now);
            return s.busy()
                    ? Step.to(life.with(new State.StopHook(s.pid(), NOT_YET, deadline, s.ending())))
                    : stopHook(life, s.pid(), 0, deadline, s.ending());
        }
        return terminate(config, life, s.pid(), s.ending(), now);
    }

    private static Step stopHook(Life life, int pid, int index, long deadline, Ending ending) {
        return Step.to(
                life.with(new State.StopHook(pid, index, deadline, ending)), new Action.RunHook(Hook.EXEC_STOP, index));
    }

    /** Dependents that have not said yet that they are gone. */
    static List<String> stillThere(Life life, State.Holding s) {
        return s.dependents().stream()
                .filter(name -> life.neighbour(name).seen() < s.request()
                        || !life.neighbour(name).isGone())
                .sorted()
                .toList();
    }

    /** The main process is gone unasked; what it left behind has to go too before the run is over. */
    static Step ended(ServiceConfig config, Life life, Ending ending, boolean alone, long now) {
        return alone ? over(config, life, ending, now) : terminate(config, life, State.NO_PID, ending, now);
    }

    /** Sends the first stop signal; a target has nothing to signal. */
    static Step terminate(ServiceConfig config, Life life, int pid, Ending ending, long now) {
        return config.isTarget()
                ? Settling.settle(config, life, ending, now)
                : signal(config, life, pid, 0, ending, stopDeadline(config, life, now), now);
    }

    /** Sends a signal of its own; SIGKILL follows at the stop time-out. */
    static Step terminate(ServiceConfig config, Life life, int pid, Ending ending, String signal, long now) {
        int last = Math.max(0, config.stop().sequence().size() - 1);
        State state = new State.Terminating(pid, last, stopDeadline(config, life, now), ending);
        return Step.to(life.with(state), new Action.Signal(signal, signalsAll(config, pid)), awaitEmpty(config));
    }

    /** It said that it stops: it gets the time that a stop has, and no signal. */
    static Step stopsItself(ServiceConfig config, Life life, int pid, long now) {
        State state = new State.Terminating(pid, UNSIGNALLED, stopDeadline(config, life, now), Ending.byItself());
        return Step.to(life.with(state), awaitEmpty(config));
    }

    /** The executor has failed and is about to exit. */
    static Step awaitExecutor(ServiceConfig config, Life life, int pid, Ending ending, long now) {
        State state = new State.Terminating(pid, UNSIGNALLED, now + KILL_NANOS, ending);
        return Step.to(life.with(state), awaitEmpty(config));
    }

    private static long stopDeadline(ServiceConfig config, Life life, long now) {
        return bounded(life, Timers.later(now, config.timeouts().stop()), now);
    }

    private static long bounded(Life life, long deadline, long now) {
        return life.stopLimit() == State.NEVER ? deadline : Math.min(deadline, now + life.stopLimit());
    }

    /** Step {@code step} of the sequence, or the one signal there is with {@code deadline}. */
    private static Step signal(
            ServiceConfig config, Life life, int pid, int step, Ending ending, long deadline, long now) {
        List<Stop.Step> sequence = config.stop().sequence();
        String signal =
                sequence.isEmpty() ? config.stop().signal() : sequence.get(step).signal();
        long until = deadline;
        if (!sequence.isEmpty()) {
            if (signal.equals(KILL)) {
                return kill(config, life, pid, ending.overdue(), now);
            }
            boolean open = Durations.isInfinite(sequence.get(step).pause());
            until = open
                    ? stopDeadline(config, life, now)
                    : bounded(life, Timers.later(now, sequence.get(step).pause()), now);
        }
        State state = new State.Terminating(pid, step, until, ending);
        return Step.to(life.with(state), new Action.Signal(signal, signalsAll(config, pid)), awaitEmpty(config));
    }

    /** With the main process gone there is nothing but the others to signal. */
    private static boolean signalsAll(ServiceConfig config, int pid) {
        return switch (config.stop().mode()) {
            case GROUP -> true;
            case MIXED -> pid == State.NO_PID;
            case PROCESS -> false;
        };
    }

    private static Action.AwaitEmpty awaitEmpty(ServiceConfig config) {
        return new Action.AwaitEmpty(cleans(config));
    }

    /** Whether processes besides the main one are this service's to end. */
    static boolean cleans(ServiceConfig config) {
        return config.stop().mode() != Stop.Mode.PROCESS;
    }

    private static Step kill(ServiceConfig config, Life life, int pid, Ending ending, long now) {
        State state = new State.Killing(pid, now + KILL_NANOS, ending);
        return Step.to(life.with(state), new Action.Kill(cleans(config)), awaitEmpty(config));
    }

    static Step deadline(ServiceConfig config, Life life, State.Falling state, long now) {
        return switch (state) {
            case State.Terminating s -> {
                boolean more = s.step() != UNSIGNALLED
                        && s.step() + 1 < config.stop().sequence().size()
                        && life.stopLimit() == State.NEVER;
                yield more
                        ? signal(config, life, s.pid(), s.step() + 1, s.ending(), State.NEVER, now)
                        : kill(config, life, s.pid(), s.ending().overdue(), now);
            }
            case State.StopHook s -> kill(config, life, s.pid(), s.ending().overdue(), now);
            case State.Finishing s ->
                kill(config, life, State.NO_PID, s.ending().withFinish(), now);
            case State.Killing s -> Settling.unkillable(life, s);
            case State.Holding _ -> Step.to(life);
        };
    }

    /** Nothing waits longer than until {@code latest} any more. */
    static Step hurry(Life life, long latest) {
        return switch (life.state()) {
            case State.StopHook s
            when s.deadline() > latest ->
                Step.to(life.with(new State.StopHook(s.pid(), s.index(), latest, s.ending())));
            case State.Terminating s
            when s.deadline() > latest ->
                Step.to(life.with(new State.Terminating(s.pid(), s.step(), latest, s.ending())));
            case State.Finishing s
            when s.deadline() > latest -> Step.to(life.with(new State.Finishing(s.index(), latest, s.ending())));
            case State.Falling _,
                    State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Rising _,
                    State.Up _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    static State extended(State.Falling state, long instant) {
        return switch (state) {
            case State.StopHook s ->
                new State.StopHook(s.pid(), s.index(), Math.max(s.deadline(), instant), s.ending());
            case State.Terminating s ->
                new State.Terminating(s.pid(), s.step(), Math.max(s.deadline(), instant), s.ending());
            case State.Finishing s -> new State.Finishing(s.index(), Math.max(s.deadline(), instant), s.ending());
            case State.Holding _, State.Killing _ -> state;
        };
    }

    private static State.Falling with(State.Falling state, Ending ending) {
        return switch (state) {
            case State.Holding s -> new State.Holding(s.pid(), s.request(), s.dependents(), s.up(), s.busy(), ending);
            case State.StopHook s -> new State.StopHook(s.pid(), s.index(), s.deadline(), ending);
            case State.Terminating s -> new State.Terminating(s.pid(), s.step(), s.deadline(), ending);
            case State.Killing s -> new State.Killing(s.pid(), s.deadline(), ending);
            case State.Finishing s -> new State.Finishing(s.index(), s.deadline(), ending);
        };
    }

    private static State.Falling withPid(State.Falling state, int pid) {
        return switch (state) {
            case State.Holding s -> new State.Holding(pid, s.request(), s.dependents(), s.up(), s.busy(), s.ending());
            case State.StopHook s -> new State.StopHook(pid, s.index(), s.deadline(), s.ending());
            case State.Terminating s -> new State.Terminating(pid, s.step(), s.deadline(), s.ending());
            case State.Killing s -> new State.Killing(pid, s.deadline(), s.ending());
            case State.Finishing s -> s;
        };
    }

    static Step mainExited(ServiceConfig config, Life life, State.Falling before, Event.MainExited e, long now) {
        State.Falling state = withPid(with(before, before.ending().withExit(e)), State.NO_PID);
        return switch (state) {
            case State.Terminating s ->
                e.alone()
                        ? over(config, life, s.ending(), now)
                        : config.stop().mode() == Stop.Mode.MIXED
                                ? kill(config, life, State.NO_PID, s.ending(), now)
                                : Step.to(life.with(s));
            case State.Killing s -> e.alone() ? over(config, life, s.ending(), now) : Step.to(life.with(s));
            case State.Holding _, State.StopHook _, State.Finishing _ -> Step.to(life.with(state));
        };
    }

    static Step hookEnded(ServiceConfig config, Life life, Event.HookEnded e, long now) {
        return switch (life.state()) {
            case State.Holding s
            when s.busy() && e.hook() == Hook.EXEC_RELOAD ->
                Step.to(life.with(new State.Holding(s.pid(), s.request(), s.dependents(), s.up(), false, s.ending())));
            case State.StopHook s
            when s.index() == NOT_YET && e.hook() == Hook.EXEC_RELOAD ->
                stopHook(life, s.pid(), 0, s.deadline(), s.ending());
            case State.StopHook s
            when e.hook() == Hook.EXEC_STOP && e.index() == s.index() -> stopHookEnded(config, life, s, e, now);
            case State.Finishing s
            when e.hook() == Hook.EXEC_STOP_POST && e.index() == s.index() ->
                warned(config, e, finishHookEnded(config, life, s, e, now));
            case State.Falling _,
                    State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Rising _,
                    State.Up _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    private static Step stopHookEnded(ServiceConfig config, Life life, State.StopHook s, Event.HookEnded e, long now) {
        Step step;
        if (s.index() + 1 < config.hooks().stop().size()) {
            step = stopHook(life, s.pid(), s.index() + 1, s.deadline(), s.ending());
        } else if (s.pid() == State.NO_PID && e.alone()) {
            step = over(config, life, s.ending(), now);
        } else {
            step = signal(config, life, s.pid(), 0, s.ending(), s.deadline(), now);
        }
        return warned(config, e, step);
    }

    private static Step finishHookEnded(
            ServiceConfig config, Life life, State.Finishing s, Event.HookEnded e, long now) {
        if (s.index() + 1 < config.hooks().stopPost().size()) {
            return Step.to(
                    life.with(new State.Finishing(s.index() + 1, s.deadline(), s.ending())),
                    new Action.RunHook(Hook.EXEC_STOP_POST, s.index() + 1));
        }
        Ending done = s.ending().withFinish();
        return e.alone() ? over(config, life, done, now) : kill(config, life, State.NO_PID, done, now);
    }

    private static Step warned(ServiceConfig config, Event.HookEnded e, Step step) {
        return Rise.isPassed(config, e)
                ? step
                : step.after(new Action.Warn(e.hook().key() + ": " + e.message() + ", ignoring"));
    }

    /** Nothing of the run is left: the commands for this moment, then whatever follows. */
    static Step over(ServiceConfig config, Life life, Ending ending, long now) {
        boolean finished = ending.finished()
                || ending.cause() == Cause.CONDITION
                || config.hooks().stopPost().isEmpty();
        if (finished) {
            return Settling.settle(config, life, ending, now);
        }
        Life known = life.with(life.memory().withResult(ending.result(config.successExitCodes()), ending.message()));
        return Step.to(
                known.with(new State.Finishing(0, stopDeadline(config, life, now), ending)),
                new Action.RunHook(Hook.EXEC_STOP_POST, 0));
    }
}
