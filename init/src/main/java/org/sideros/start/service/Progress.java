package org.sideros.start.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Stop;

/** The part of the state machine that answers to neighbours, time and processes. */
final class Progress {
    /** How long SIGKILL may take before a process counts as unkillable: stuck in the kernel. */
    static final long KILL_NANOS = 5_000_000_000L;

    private Progress() {}

    /** Goes on if what the state waits for of its neighbours is there. */
    static Step reconsider(ServiceConfig config, Life life, long now) {
        return switch (life.state()) {
            case State.Waiting _ -> waiting(config, life, now);
            case State.Holding s -> holding(config, life, s, now);
            case State.Failed s
            when s.retry() && requiredAreUp(life) -> waiting(config, life.with(new State.Waiting()), now);
            case State.Failed _,
                    State.Inactive _,
                    State.Launching _,
                    State.Executing _,
                    State.Working _,
                    State.Running _,
                    State.Exited _,
                    State.Reached _,
                    State.Terminating _,
                    State.Killing _,
                    State.Unkillable _,
                    State.Backoff _ -> Step.to(life);
        };
    }

    private static Step waiting(ServiceConfig config, Life life, long now) {
        Order order = life.memory().order();
        for (String name : order.requires()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() >= order.request() && standing.phase().isHopeless()) {
                return Settling.dependencyFailed(life, name, standing);
            }
        }
        if (!missing(life).isEmpty()) {
            return Step.to(life);
        }
        if (config.isTarget()) {
            return Settling.active(life, new State.Reached());
        }
        return launch(config, life, 0, now);
    }

    /** What a start still waits for: required services that are not up, others that are on the move. */
    static List<String> missing(Life life) {
        Order order = life.memory().order();
        Set<String> missing = new TreeSet<>();
        for (String name : order.requires()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() < order.request() || !standing.phase().isUp()) {
                missing.add(name);
            }
        }
        for (String name : order.after()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() < order.request() || standing.phase().isMoving()) {
                missing.add(name);
            }
        }
        return List.copyOf(missing);
    }

    private static boolean requiredAreUp(Life life) {
        return life.memory().order().requires().stream()
                .allMatch(name -> life.neighbour(name).phase().isUp());
    }

    private static Step holding(ServiceConfig config, Life life, State.Holding s, long now) {
        return stillThere(life, s).isEmpty() ? terminate(config, life, s.pid(), s.ending(), now) : Step.to(life);
    }

    /** Dependents that have not said yet that they are gone. */
    static List<String> stillThere(Life life, State.Holding s) {
        return s.dependents().stream()
                .filter(name -> life.neighbour(name).seen() < s.request()
                        || !life.neighbour(name).isGone())
                .sorted()
                .toList();
    }

    private static Step launch(ServiceConfig config, Life life, int command, long now) {
        State state = new State.Launching(command, later(now, config.timeouts().start()));
        return Step.to(life.with(state), new Action.Launch(command));
    }

    private static long later(long now, Duration wait) {
        return Durations.isInfinite(wait) ? State.NEVER : now + wait.toNanos();
    }

    /** Sends the stop signal; a target has nothing to signal. */
    private static Step terminate(ServiceConfig config, Life life, int pid, Ending ending, long now) {
        if (config.isTarget()) {
            return Settling.settle(config, life, ending, now);
        }
        long deadline = later(now, config.timeouts().stop());
        if (life.stopLimit() != Long.MAX_VALUE) {
            deadline = Math.min(deadline, now + life.stopLimit());
        }
        State state = new State.Terminating(pid, deadline, ending);
        return Step.to(life.with(state), new Action.Signal(signalsAll(config, pid)), awaitEmpty(config));
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
    private static boolean cleans(ServiceConfig config) {
        return config.stop().mode() != Stop.Mode.PROCESS;
    }

    private static Step kill(ServiceConfig config, Life life, int pid, Ending ending, long now) {
        State state = new State.Killing(pid, now + KILL_NANOS, ending);
        return Step.to(life.with(state), new Action.Kill(cleans(config)), awaitEmpty(config));
    }

    static Step deadline(ServiceConfig config, Life life, long now) {
        if (life.deadline() > now) {
            return Step.to(life);
        }
        return switch (life.state()) {
            case State.Launching s -> terminate(config, life, s.pid(), Ending.startTimeout(s.substate()), now);
            case State.Executing s -> terminate(config, life, s.pid(), Ending.startTimeout(s.substate()), now);
            case State.Working s -> terminate(config, life, s.pid(), Ending.startTimeout(s.substate()), now);
            case State.Running s ->
                Step.to(life.with(life.memory().withStreak(0))
                        .with(new State.Running(s.pid(), s.since(), State.NEVER)));
            case State.Terminating s -> kill(config, life, s.pid(), s.ending().withKill(), now);
            case State.Killing s -> Settling.unkillable(life, s);
            case State.Backoff _ ->
                waiting(config, life.with(life.memory().afterRestart()).with(new State.Waiting()), now);
            case State.Inactive _,
                    State.Waiting _,
                    State.Exited _,
                    State.Reached _,
                    State.Holding _,
                    State.Unkillable _,
                    State.Failed _ -> Step.to(life);
        };
    }

    static Step conditionUnmet(Life life, Event.ConditionUnmet e) {
        if (!(life.state() instanceof State.Launching)) {
            return Step.to(life);
        }
        return Settling.skipped(life, "condition not met: " + e.condition());
    }

    static Step spawned(ServiceConfig config, Life life, Event.Spawned e) {
        return switch (life.state()) {
            case State.Launching s -> Step.to(life.with(new State.Executing(e.pid(), s.command(), s.deadline())));
            case State.Holding s ->
                Step.to(life.with(new State.Holding(e.pid(), s.request(), s.dependents(), s.ending())));
            case State.Terminating s ->
                Step.to(
                        life.with(new State.Terminating(e.pid(), s.deadline(), s.ending())),
                        new Action.Signal(signalsAll(config, e.pid())));
            case State.Killing s ->
                Step.to(
                        life.with(new State.Killing(e.pid(), s.deadline(), s.ending())),
                        new Action.Kill(cleans(config)));
            case State.Inactive _,
                    State.Waiting _,
                    State.Executing _,
                    State.Working _,
                    State.Running _,
                    State.Exited _,
                    State.Reached _,
                    State.Unkillable _,
                    State.Backoff _,
                    State.Failed _ -> Step.to(life);
        };
    }

    static Step executed(ServiceConfig config, Life life, Event.Executed e, long now) {
        if (!(life.state() instanceof State.Executing s) || s.pid() != e.pid()) {
            return Step.to(life);
        }
        if (config.type() == ServiceType.ONESHOT) {
            return Step.to(life.with(new State.Working(s.pid(), s.command(), s.deadline())));
        }
        long forget = life.streak() > 0 ? later(now, config.restart().resetAfter()) : State.NEVER;
        return Settling.active(life, new State.Running(s.pid(), now, forget));
    }

    static Step notExecuted(ServiceConfig config, Life life, Event.NotExecuted e, long now) {
        return switch (life.state()) {
            // Earlier commands may have left something behind.
            case State.Launching s ->
                ended(config, life, Ending.notExecuted(e), s.command() == 0 || !cleans(config), now);
            // The executor still has to exit; its exit completes the end.
            case State.Executing s ->
                Step.to(
                        life.with(new State.Terminating(s.pid(), now + KILL_NANOS, Ending.notExecuted(e))),
                        awaitEmpty(config));
            case State.Inactive _,
                    State.Waiting _,
                    State.Working _,
                    State.Running _,
                    State.Exited _,
                    State.Reached _,
                    State.Holding _,
                    State.Terminating _,
                    State.Killing _,
                    State.Unkillable _,
                    State.Backoff _,
                    State.Failed _ -> Step.to(life);
        };
    }

    static Step mainExited(ServiceConfig config, Life before, Event.MainExited e, long now) {
        if (before.pid() != e.pid()) {
            return Step.to(before);
        }
        Life life = before.with(before.memory().withExit(Optional.of(e.exit())));
        boolean clean = e.alone() || !cleans(config);
        return switch (life.state()) {
            case State.Executing _ -> ended(config, life, Ending.exited(e.exit(), true), clean, now);
            case State.Working s -> worked(config, life, s, e, clean, now);
            case State.Running s -> {
                boolean quiet = now - s.since() >= config.restart().resetAfter().toNanos();
                Life rested = quiet ? life.with(life.memory().withStreak(0)) : life;
                yield ended(config, rested, Ending.exited(e.exit(), false), clean, now);
            }
            case State.Holding s ->
                Step.to(life.with(new State.Holding(
                        State.NO_PID, s.request(), s.dependents(), s.ending().withExit(e.exit()))));
            case State.Terminating s -> {
                Ending ending = s.ending().withExit(e.exit());
                yield clean
                        ? Settling.settle(config, life, ending, now)
                        : config.stop().mode() == Stop.Mode.MIXED
                                ? kill(config, life, State.NO_PID, ending, now)
                                : Step.to(life.with(new State.Terminating(State.NO_PID, s.deadline(), ending)));
            }
            case State.Killing s -> {
                Ending ending = s.ending().withExit(e.exit());
                yield clean
                        ? Settling.settle(config, life, ending, now)
                        : Step.to(life.with(new State.Killing(State.NO_PID, s.deadline(), ending)));
            }
            case State.Unkillable _ ->
                clean
                        ? Step.to(life.with(new State.Failed(false)))
                        : Step.to(life.with(new State.Unkillable(State.NO_PID)));
            case State.Inactive _,
                    State.Waiting _,
                    State.Launching _,
                    State.Exited _,
                    State.Reached _,
                    State.Backoff _,
                    State.Failed _ -> Step.to(before);
        };
    }

    /** A command of a oneshot is through: the next one, or done. */
    private static Step worked(
            ServiceConfig config, Life life, State.Working s, Event.MainExited e, boolean clean, long now) {
        if (!e.exit().isCompletion(config.successExitCodes())) {
            return ended(config, life, Ending.exited(e.exit(), true), clean, now);
        }
        if (s.command() + 1 < config.exec().size()) {
            State next = new State.Launching(s.command() + 1, s.deadline());
            return Step.to(life.with(next), new Action.Launch(s.command() + 1));
        }
        if (config.remainAfterExit()) {
            return Settling.active(life, new State.Exited());
        }
        return ended(config, life, Ending.exited(e.exit(), false), clean, now);
    }

    /** The main process is gone unasked; what it left behind has to go too before the run is over. */
    private static Step ended(ServiceConfig config, Life life, Ending ending, boolean clean, long now) {
        return clean ? Settling.settle(config, life, ending, now) : terminate(config, life, State.NO_PID, ending, now);
    }

    static Step emptied(ServiceConfig config, Life life, long now) {
        return switch (life.state()) {
            case State.Terminating s when s.pid() == State.NO_PID -> Settling.settle(config, life, s.ending(), now);
            case State.Killing s when s.pid() == State.NO_PID -> Settling.settle(config, life, s.ending(), now);
            case State.Unkillable s when s.pid() == State.NO_PID -> Step.to(life.with(new State.Failed(false)));
            case State.Inactive _,
                    State.Waiting _,
                    State.Launching _,
                    State.Executing _,
                    State.Working _,
                    State.Running _,
                    State.Exited _,
                    State.Reached _,
                    State.Holding _,
                    State.Terminating _,
                    State.Killing _,
                    State.Unkillable _,
                    State.Backoff _,
                    State.Failed _ -> Step.to(life);
        };
    }
}
