package org.sideros.start.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;

/** The part of the state machine that brings a service to rest, up or down, and tells those who wait. */
final class Settling {
    private Settling() {}

    /** Up, as asked. */
    static Step active(Life life, State state) {
        Life up = life.with(life.memory().withResult(Result.SUCCESS, ""))
                .with(life.jobs().withoutStarts())
                .with(state);
        return Step.finish(up, life.jobs().starting(), new Outcome.Done());
    }

    /** Down, as asked; results are the caller's. */
    static Step rest(Life life, State state) {
        return Step.finish(
                life.with(life.jobs().withoutStops()).with(state), life.jobs().stopping(), new Outcome.Done());
    }

    /** Not started because it was not called for; as good as done for those that wait. */
    static Step skipped(Life life, String why) {
        Life skipped = life.with(life.memory().withResult(Result.CONDITION, why))
                .with(life.jobs().withoutStarts())
                .with(new State.Inactive(true));
        return Step.finish(skipped, life.jobs().starting(), new Outcome.Done());
    }

    /** Not started, because of a neighbour. */
    static Step dependencyFailed(Life life, String dependency, Standing standing) {
        String how = standing.phase() == Standing.Phase.FAILED ? " failed" : " is not active";
        Life failed = life.with(life.memory().withResult(Result.DEPENDENCY, "required " + dependency + how))
                .with(life.jobs().withoutStarts())
                .with(new State.Failed(true));
        return Step.finish(failed, life.jobs().starting(), new Outcome.DependencyFailed(dependency));
    }

    /** SIGKILL had no effect: reported, watched, and in nobody's way. */
    static Step unkillable(Life life, State.Killing s) {
        Life stuck = life.with(life.memory().withResult(Result.UNKILLABLE, "a process survives SIGKILL"))
                .with(life.jobs().withoutStarts().withoutStops())
                .with(new State.Unkillable(s.pid()));
        List<Long> all = new ArrayList<>(life.jobs().stopping());
        all.addAll(life.jobs().starting());
        return Step.finish(stuck, all, Transitions.unkillable());
    }

    /** The run is over and nothing of it is left: what now? */
    static Step settle(ServiceConfig config, Life life, Ending ending, long now) {
        Result result = ending.result(config.successExitCodes());
        Life over = life.with(life.memory().withResult(result, ending.isRequested() ? "" : ending.message()));
        Optional<Order> again = life.jobs().again();
        if (again.isPresent()) {
            return startAgain(over, again.get());
        }
        if (ending.isRequested()) {
            return rest(over, new State.Inactive(false));
        }
        if (ending.cause() == Cause.CONDITION) {
            return skipped(over, ending.message());
        }
        if (config.type() == ServiceType.ONESHOT && result == Result.SUCCESS) {
            return Step.finish(
                    over.with(life.jobs().withoutStarts()).with(new State.Inactive(true)),
                    life.jobs().starting(),
                    new Outcome.Done());
        }
        return unasked(config, over, ending, now);
    }

    private static Step startAgain(Life life, Order order) {
        Life next = life.with(life.memory().asked(order, life.by()))
                .with(life.jobs().withoutAgain().withoutStops())
                .with(new State.Waiting());
        // Those that stop after this one must hear that it was gone, before it comes back.
        Step step = Step.to(next, new Action.Proceed());
        List<Long> stopping = life.jobs().stopping();
        return stopping.isEmpty() ? step : step.after(new Action.Finish(stopping, new Outcome.Done()));
    }

    /** It ended by itself: the policy decides. */
    private static Step unasked(ServiceConfig config, Life life, Ending ending, long now) {
        boolean wanted = RestartRule.applies(config, ending);
        boolean exhausted = wanted && RestartRule.exhausted(config.restart(), life.streak());
        State state;
        Memory memory = life.memory();
        if (exhausted) {
            Optional<Duration> slowly = config.restart().retryAfter();
            state = slowly.<State>map(d -> new State.Backoff(Timers.later(now, d)))
                    .orElse(new State.Failed(false));
            memory = memory.withResult(
                    Result.START_LIMIT,
                    memory.message() + "; gave up after " + life.streak() + " restarts"
                            + slowly.map(d -> ", next try in " + Durations.format(d))
                                    .orElse(""));
        } else if (wanted) {
            int seed = config.name().hashCode() * 31 + life.restartsTotal();
            long delay =
                    RestartRule.delay(config.restart(), life.streak(), seed).toNanos();
            state = new State.Backoff(now + delay);
        } else if (memory.result() == Result.SUCCESS) {
            state = new State.Inactive(false);
        } else {
            state = new State.Failed(false);
        }
        Outcome outcome = new Outcome.Failed(memory.result(), ending.step(), ending.errno(), memory.message());
        return Step.finish(
                life.with(memory).with(life.jobs().withoutStarts()).with(state),
                life.jobs().starting(),
                outcome);
    }
}
