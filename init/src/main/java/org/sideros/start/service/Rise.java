package org.sideros.start.service;

import java.time.Duration;
import java.util.Set;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;

/** The part of the state machine that brings a service up. */
final class Rise {
    /** How long one of type idle lets others go first. */
    static final Duration IDLE_CAP = Duration.ofSeconds(90);

    private Rise() {}

    /** Nothing is missing any more. */
    static Step arrived(ServiceConfig config, Life life, long now) {
        if (config.isTarget()) {
            return Settling.active(life, new State.Reached());
        }
        if (config.type() == ServiceType.IDLE) {
            return Step.to(life.with(new State.Idling(now + IDLE_CAP.toNanos())), new Action.AwaitQuiet());
        }
        return begin(config, life, now);
    }

    static Step begin(ServiceConfig config, Life life, long now) {
        long deadline = Timers.later(now, config.timeouts().start());
        return Step.to(life.with(life.memory().withText("")).with(new State.Beginning(deadline)), new Action.Begin());
    }

    static Step begun(ServiceConfig config, Life life) {
        return life.state() instanceof State.Beginning s
                ? prepare(config, life, Hook.CONDITION, 0, s.deadline())
                : Step.to(life);
    }

    static Step conditionUnmet(Life life, Event.ConditionUnmet e) {
        return life.state() instanceof State.Beginning
                ? Settling.skipped(life, "condition not met: " + e.condition())
                : Step.to(life);
    }

    /** The first command from {@code index} of {@code hook} on, or the main one. */
    private static Step prepare(ServiceConfig config, Life life, Hook hook, int index, long deadline) {
        if (index < hook.commands(config).size()) {
            return Step.to(life.with(new State.Preparing(hook, index, deadline)), new Action.RunHook(hook, index));
        }
        return hook == Hook.CONDITION
                ? prepare(config, life, Hook.EXEC_START_PRE, 0, deadline)
                : launch(life, 0, deadline);
    }

    private static Step launch(Life life, int command, long deadline) {
        return Step.to(life.with(new State.Launching(command, deadline)), new Action.Launch(command));
    }

    static Step spawned(Life life, Event.Spawned e) {
        return life.state() instanceof State.Launching s
                ? Step.to(life.with(new State.Executing(e.pid(), s.command(), s.deadline(), false)))
                : Step.to(life);
    }

    static Step executed(ServiceConfig config, Life life, Event.Executed e, long now) {
        if (!(life.state() instanceof State.Executing s) || s.pid() != e.pid()) {
            return Step.to(life);
        }
        return switch (config.type()) {
            case ONESHOT, FORKING ->
                Step.to(life.with(new State.Working(s.pid(), s.command(), s.deadline(), s.ready())));
            case SIMPLE, NOTIFY, IDLE, TARGET -> runs(config, life, s.pid(), s.deadline(), s.ready(), now);
        };
    }

    /** The main process is there; what is missing is its word. */
    private static Step runs(ServiceConfig config, Life life, int pid, long deadline, boolean ready, long now) {
        return ready || config.readiness().isEmpty()
                ? post(config, life, pid, 0, deadline, now)
                : Step.to(life.with(new State.Readying(pid, deadline)), new Action.AwaitReady());
    }

    static Step ready(ServiceConfig config, Life life, long now) {
        return switch (life.state()) {
            case State.Executing s -> Step.to(life.with(new State.Executing(s.pid(), s.command(), s.deadline(), true)));
            case State.Working s -> Step.to(life.with(new State.Working(s.pid(), s.command(), s.deadline(), true)));
            case State.Detaching s -> Step.to(life.with(new State.Detaching(s.deadline(), true)));
            case State.Readying s -> post(config, life, s.pid(), 0, s.deadline(), now);
            case State.Running s
            when s.reload().kind() == Reloading.Kind.BY_ITSELF ->
                Step.to(life.with(new State.Running(s.pid(), s.since(), s.timers(), Reloading.NONE)));
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Beginning _,
                    State.Preparing _,
                    State.Launching _,
                    State.Posting _,
                    State.Up _,
                    State.Falling _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    /** The first command from {@code index} on that comes after the start, or up. */
    private static Step post(ServiceConfig config, Life life, int pid, int index, long deadline, long now) {
        if (index < config.hooks().startPost().size()) {
            return Step.to(
                    life.with(new State.Posting(pid, index, deadline)),
                    new Action.RunHook(Hook.EXEC_START_POST, index));
        }
        if (config.type() == ServiceType.ONESHOT) {
            return Settling.active(life, new State.Exited());
        }
        Timers timers = Timers.of(config, life.streak(), now);
        return Settling.active(life, new State.Running(pid, now, timers, Reloading.NONE));
    }

    static Step mainFound(ServiceConfig config, Life life, Event.MainFound e, long now) {
        if (life.state() instanceof State.Detaching s) {
            return runs(config, life, e.pid(), s.deadline(), s.ready(), now);
        }
        if (e.pid() == State.NO_PID) {
            return Step.to(life);
        }
        return switch (life.state()) {
            case State.Readying s -> Step.to(life.with(new State.Readying(e.pid(), s.deadline())));
            case State.Posting s -> Step.to(life.with(new State.Posting(e.pid(), s.index(), s.deadline())));
            case State.Running s -> Step.to(life.with(new State.Running(e.pid(), s.since(), s.timers(), s.reload())));
            case State.Holding s ->
                Step.to(life.with(
                        new State.Holding(e.pid(), s.request(), s.dependents(), s.up(), s.busy(), s.ending())));
            case State.StopHook s ->
                Step.to(life.with(new State.StopHook(e.pid(), s.index(), s.deadline(), s.ending())));
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Beginning _,
                    State.Preparing _,
                    State.Launching _,
                    State.Executing _,
                    State.Working _,
                    State.Detaching _,
                    State.Exited _,
                    State.Reached _,
                    State.Terminating _,
                    State.Killing _,
                    State.Finishing _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    static Step notExecuted(ServiceConfig config, Life life, Event.NotExecuted e, long now) {
        return switch (life.state()) {
            case State.Beginning _ -> Fall.ended(config, life, Ending.notExecuted(e), true, now);
            // Hooks and earlier commands may have left something behind.
            case State.Launching s -> {
                boolean first = s.command() == 0
                        && config.hooks().startPre().isEmpty()
                        && config.conditions().command().isEmpty();
                yield Fall.ended(config, life, Ending.notExecuted(e), first || !Fall.cleans(config), now);
            }
            // The executor still has to exit; its exit completes the end.
            case State.Executing s -> Fall.awaitExecutor(config, life, s.pid(), Ending.notExecuted(e), now);
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Preparing _,
                    State.Working _,
                    State.Detaching _,
                    State.Readying _,
                    State.Posting _,
                    State.Up _,
                    State.Falling _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    static Step hookEnded(ServiceConfig config, Life life, Event.HookEnded e, long now) {
        return switch (life.state()) {
            case State.Preparing s
            when s.hook() == e.hook() && s.index() == e.index() -> prepared(config, life, s, e, now);
            case State.Posting s
            when e.hook() == Hook.EXEC_START_POST && s.index() == e.index() -> {
                if (!isPassed(config, e)) {
                    yield Fall.terminate(config, life, s.pid(), Ending.hook(e), now);
                }
                boolean last = s.index() + 1 == config.hooks().startPost().size();
                yield last && isDoneWhenThrough(config)
                        ? Fall.ended(config, life, Ending.exited(Exit.withCode(0), false), e.alone(), now)
                        : post(config, life, s.pid(), s.index() + 1, s.deadline(), now);
            }
            case State.Rising _,
                    State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Up _,
                    State.Falling _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    private static Step prepared(ServiceConfig config, Life life, State.Preparing s, Event.HookEnded e, long now) {
        if (isPassed(config, e)) {
            return prepare(config, life, s.hook(), s.index() + 1, s.deadline());
        }
        boolean says = e.exit().filter(exit -> !exit.signalled()).isPresent();
        Ending ending = s.hook() == Hook.CONDITION && says
                ? Ending.condition(
                        "condition not met: " + Hook.CONDITION.commands(config).get(s.index()))
                : Ending.hook(e);
        return Fall.ended(config, life, ending, e.alone(), now);
    }

    /** Whether the command did what it should, or need not have. */
    static boolean isPassed(ServiceConfig config, Event.HookEnded e) {
        return e.hook().commands(config).get(e.index()).ignoreFailure()
                || e.exit().filter(exit -> exit.isCompletion(Set.of())).isPresent();
    }

    static Step mainExited(ServiceConfig config, Life life, State.Rising state, Event.MainExited e, long now) {
        return switch (state) {
            case State.Working s -> worked(config, life, s, e, now);
            case State.Executing _ -> Fall.ended(config, life, Ending.exited(e, true), e.alone(), now);
            case State.Readying _, State.Posting _ -> {
                boolean well = e.exit().isCompletion(config.successExitCodes())
                        && e.outOfMemory().isEmpty();
                Ending ending = well
                        ? Ending.neverReady(e.exit(), e.exit().text() + " before it was ready")
                        : Ending.exited(e, true);
                yield Fall.ended(config, life, ending, e.alone(), now);
            }
            case State.Beginning _, State.Preparing _, State.Launching _, State.Detaching _ -> Step.to(life);
        };
    }

    /** A command of a oneshot is through, or the parent of a forking service. */
    private static Step worked(ServiceConfig config, Life life, State.Working s, Event.MainExited e, long now) {
        if (!e.exit().isCompletion(config.successExitCodes())
                || !e.outOfMemory().isEmpty()) {
            return Fall.ended(config, life, Ending.exited(e, true), e.alone(), now);
        }
        if (config.type() == ServiceType.FORKING) {
            return Step.to(
                    life.with(new State.Detaching(s.deadline(), s.ready())),
                    new Action.FindMain(),
                    new Action.AwaitEmpty(true));
        }
        if (s.command() + 1 < config.exec().size()) {
            return launch(life, s.command() + 1, s.deadline());
        }
        return isDoneWhenThrough(config) && config.hooks().startPost().isEmpty()
                ? Fall.ended(config, life, Ending.exited(e, false), e.alone(), now)
                : post(config, life, State.NO_PID, 0, s.deadline(), now);
    }

    private static boolean isDoneWhenThrough(ServiceConfig config) {
        return config.type() == ServiceType.ONESHOT && !config.remainAfterExit();
    }
}
