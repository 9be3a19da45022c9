package org.sideros.start.service;

import java.util.List;
import org.sideros.start.config.ServiceConfig;

/** The part of the state machine that goes with a running service: its timers, its word, and its reloads. */
final class Presence {
    private static final String ABORT = "SIGABRT";

    private Presence() {}

    static Step mainExited(ServiceConfig config, Life life, State.Running s, Event.MainExited e, long now) {
        boolean quiet = now - s.since() >= config.restart().resetAfter().toNanos();
        Life rested = quiet ? life.with(life.memory().withStreak(0)) : life;
        return Fall.ended(config, rested, Ending.exited(e, false), e.alone(), now);
    }

    static Step deadline(ServiceConfig config, Life life, State.Running s, long now) {
        if (s.timers().runtime() <= now) {
            return Fall.terminate(config, life, s.pid(), Ending.runtimeMax(), now);
        }
        if (s.timers().watchdog() <= now) {
            return Fall.terminate(config, life, s.pid(), Ending.watchdog("no keep-alive in time"), ABORT, now);
        }
        if (s.timers().forget() <= now) {
            return Step.to(life.with(life.memory().withStreak(0))
                    .with(with(s, s.timers().forgotten())));
        }
        return switch (s.reload().kind()) {
            case COMMANDS ->
                Step.to(
                        life.with(with(
                                s,
                                new Reloading(
                                        Reloading.Kind.GIVEN_UP, s.reload().index(), State.NEVER))),
                        new Action.KillHook());
            case BY_ITSELF ->
                Step.to(
                        life.with(with(s, Reloading.NONE)),
                        new Action.Warn("said that it reloads, and not that it is ready again"));
            case NONE, GIVEN_UP -> Step.to(life);
        };
    }

    private static State.Running with(State.Running s, Timers timers) {
        return new State.Running(s.pid(), s.since(), timers, s.reload());
    }

    private static State.Running with(State.Running s, Reloading reload) {
        return new State.Running(s.pid(), s.since(), s.timers(), reload);
    }

    /** What a running service says of itself; nobody else is listened to. */
    static Step says(ServiceConfig config, Life life, Event event, long now) {
        if (!(life.state() instanceof State.Running s)) {
            return Step.to(life);
        }
        if (event instanceof Event.StopsItself) {
            return Fall.stopsItself(config, life, s.pid(), now);
        }
        if (event instanceof Event.Trouble) {
            return Fall.terminate(config, life, s.pid(), Ending.watchdog("it reported trouble"), ABORT, now);
        }
        if (event instanceof Event.KeepAlive) {
            return Step.to(life.with(with(s, s.timers().alive(now))));
        }
        if (event instanceof Event.KeepAliveEvery e) {
            return Step.to(life.with(with(s, s.timers().every(e.nanos(), now))));
        }
        if (event instanceof Event.ReloadsItself && s.reload().isNone()) {
            long deadline = Timers.later(now, config.timeouts().reload());
            return Step.to(life.with(with(s, new Reloading(Reloading.Kind.BY_ITSELF, 0, deadline))));
        }
        return Step.to(life);
    }

    /** What is under way may take until {@code instant} at least; nobody in a hurry waits longer for it. */
    static Step extend(Life life, long instant, long now) {
        State state = switch (life.state()) {
            case State.Running s -> with(s, s.timers().extended(instant));
            case State.Rising s -> extended(s, instant);
            case State.Falling s -> {
                long limit = life.stopLimit() == State.NEVER ? State.NEVER : now + life.stopLimit();
                yield Fall.extended(s, Math.min(instant, limit));
            }
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Exited _,
                    State.Reached _,
                    State.Unkillable _ -> life.state();
        };
        return Step.to(life.with(state));
    }

    private static State extended(State.Rising state, long instant) {
        long deadline = Math.max(state.deadline(), instant);
        return switch (state) {
            case State.Beginning _ -> new State.Beginning(deadline);
            case State.Preparing s -> new State.Preparing(s.hook(), s.index(), deadline);
            case State.Launching s -> new State.Launching(s.command(), deadline);
            case State.Executing s -> new State.Executing(s.pid(), s.command(), deadline, s.ready());
            case State.Working s -> new State.Working(s.pid(), s.command(), deadline, s.ready());
            case State.Detaching s -> new State.Detaching(deadline, s.ready());
            case State.Readying s -> new State.Readying(s.pid(), deadline);
            case State.Posting s -> new State.Posting(s.pid(), s.index(), deadline);
        };
    }

    /** Runs the commands for it, or else sends SIGHUP, which nobody answers. */
    static Step reload(ServiceConfig config, Life life, Event.Reload e, long now) {
        if (!(life.state() instanceof State.Running s)) {
            return Step.finish(life, List.of(e.request()), failed(life, "it is " + life));
        }
        Life asked = life.with(life.memory().askedBy(e.by()));
        Life joined = asked.with(asked.jobs().reloadWaiter(e.request()));
        if (s.reload().isByCommands()) {
            return Step.to(joined);
        }
        if (!config.hooks().reload().isEmpty()) {
            return run(
                    joined,
                    s,
                    new Reloading(
                            Reloading.Kind.COMMANDS,
                            0,
                            Timers.later(now, config.timeouts().reload())));
        }
        if (s.pid() == State.NO_PID) {
            return Step.finish(
                    life, List.of(e.request()), failed(life, "nobody knows its main process; set exec_reload"));
        }
        return Step.finish(asked, List.of(e.request()), new Outcome.Done()).after(new Action.Signal("SIGHUP", false));
    }

    private static Step run(Life life, State.Running s, Reloading reload) {
        return Step.to(life.with(with(s, reload)), new Action.RunHook(Hook.EXEC_RELOAD, reload.index()));
    }

    private static Outcome failed(Life life, String why) {
        return new Outcome.Failed(life.result(), "reload", 0, "cannot be reloaded: " + why);
    }

    static Step hookEnded(ServiceConfig config, Life life, State.Running s, Event.HookEnded e) {
        Reloading reload = s.reload();
        if (!reload.isByCommands() || e.hook() != Hook.EXEC_RELOAD || e.index() != reload.index()) {
            return Step.to(life);
        }
        boolean passed = reload.kind() == Reloading.Kind.COMMANDS && Rise.isPassed(config, e);
        if (passed && reload.index() + 1 < config.hooks().reload().size()) {
            return run(life, s, new Reloading(Reloading.Kind.COMMANDS, reload.index() + 1, reload.deadline()));
        }
        String why = reload.kind() == Reloading.Kind.GIVEN_UP ? "timed out" : e.message();
        Outcome outcome = passed
                ? new Outcome.Done()
                : new Outcome.Failed(life.result(), "reload", 0, Hook.EXEC_RELOAD.key() + ": " + why);
        Life after = life.with(life.jobs().withoutReloads()).with(with(s, Reloading.NONE));
        return Step.finish(after, life.jobs().reloading(), outcome);
    }

    /** Whatever else became of the service: a reload goes on only as long as it runs. */
    static Step endReloads(Step step) {
        Life life = step.life();
        if (life.state() instanceof State.Running) {
            return step;
        }
        boolean asked = life.state() instanceof State.Falling s && s.ending().isRequested();
        Outcome outcome = asked ? new Outcome.Cancelled(life.by()) : failed(life, "it ended meanwhile");
        return new Step(life.with(life.jobs().withoutReloads()), step.actions())
                .after(new Action.Finish(life.jobs().reloading(), outcome));
    }
}
