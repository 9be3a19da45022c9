package org.sideros.start.service;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sideros.start.config.ServiceConfig;

/**
 * The state machine of a service: state and event in, next state and actions out. Pure: the same arguments give the same
 * step, and nothing else is touched.
 *
 * <p>Requests (start, stop, restart) are here; what processes and time do is in {@link Progress}; how a run ends and what
 * follows in {@link Settling}.
 */
public final class Transitions {
    private Transitions() {}

    /** The step from {@code life} on {@code event} at {@code now} (a {@link System#nanoTime} value). */
    public static Step next(ServiceConfig config, Life life, Event event, long now) {
        return switch (event) {
            case Event.Start e -> start(config, seeing(life, e.order().request()), e, now);
            case Event.Stop e -> stop(config, after(seeing(life, e.request()), e.request(), e.dependents()), e, now);
            case Event.Restart e ->
                restart(
                        config,
                        after(seeing(life, e.order().request()), e.order().request(), e.dependents()),
                        e,
                        now);
            case Event.Rejected e -> rejected(seeing(life, e.request()), e);
            case Event.Reconfigured _ -> reconfigured(life);
            case Event.Hurry e -> hurry(life.hurried(e.nanos()), now + e.nanos());
            case Event.Sync e -> Step.to(seeing(life, e.request()));
            case Event.Neighbour e -> Progress.reconsider(config, life.hearing(e.name(), e.standing()), now);
            case Event.Deadline _ -> Progress.deadline(config, life, now);
            case Event.ConditionUnmet e -> Progress.conditionUnmet(life, e);
            case Event.Spawned e -> Progress.spawned(config, life, e);
            case Event.Executed e -> Progress.executed(config, life, e, now);
            case Event.NotExecuted e -> Progress.notExecuted(config, life, e, now);
            case Event.MainExited e -> Progress.mainExited(config, life, e, now);
            case Event.Emptied _ -> Progress.emptied(config, life, now);
        };
    }

    private static Life seeing(Life life, long request) {
        return life.with(life.jobs().seeing(request));
    }

    private static Life after(Life life, long request, Set<String> dependents) {
        Jobs jobs = life.jobs().after(request, dependents);
        for (String name : dependents) {
            jobs = jobs.hearing(name, life.neighbour(name));
        }
        return life.with(jobs);
    }

    private static Step start(ServiceConfig config, Life life, Event.Start e, long now) {
        long request = e.order().request();
        Life joined = life.with(life.jobs().startWaiter(request));
        return switch (life.state()) {
            case State.Inactive _, State.Failed _, State.Backoff _, State.Waiting _ ->
                Progress.reconsider(
                        config,
                        joined.with(life.memory().asked(e.order(), e.by())).with(new State.Waiting()),
                        now);
            case State.Launching _, State.Executing _, State.Working _ -> Step.to(joined);
            case State.Running _, State.Exited _, State.Reached _ ->
                Step.to(life, new Action.Finish(List.of(request), new Outcome.Already()));
            case State.Holding _, State.Terminating _, State.Killing _ ->
                Step.to(joined.with(joined.jobs().startAgain(e.order()))
                        .with(life.memory().askedBy(e.by())));
            case State.Unkillable _ -> Step.finish(life, List.of(request), unkillable());
        };
    }

    private static Step stop(ServiceConfig config, Life life, Event.Stop e, long now) {
        Life asked = life.with(life.memory().askedBy(e.by()));
        Jobs jobs = asked.jobs();
        Life joined = asked.with(jobs.withoutStarts().stopWaiter(e.request()));
        Outcome cancelled = new Outcome.Cancelled(e.by());
        Step step = switch (life.state()) {
            case State.Inactive _ -> Settling.rest(joined, new State.Inactive(isDone(life)));
            case State.Failed _ -> Settling.rest(joined, new State.Failed(false));
            case State.Waiting _ ->
                Settling.rest(joined.with(joined.memory().withResult(Result.CANCELLED, "")), new State.Inactive(false));
            case State.Backoff _ -> Settling.rest(joined, new State.Inactive(false));
            case State.Launching _, State.Executing _, State.Working _ ->
                hold(config, joined, e.request(), e.dependents(), true, now);
            case State.Running _, State.Exited _, State.Reached _ ->
                hold(config, joined, e.request(), e.dependents(), false, now);
            case State.Holding s -> Progress.reconsider(config, joined.with(holdingFor(s, e.dependents())), now);
            case State.Terminating s ->
                Step.to(joined.with(
                        new State.Terminating(s.pid(), s.deadline(), s.ending().asRequested())));
            case State.Killing s ->
                Step.to(joined.with(
                        new State.Killing(s.pid(), s.deadline(), s.ending().asRequested())));
            case State.Unkillable _ -> Step.finish(asked, List.of(e.request()), unkillable());
        };
        return jobs.starting().isEmpty() ? step : step.after(new Action.Finish(jobs.starting(), cancelled));
    }

    private static Step restart(ServiceConfig config, Life life, Event.Restart e, long now) {
        long request = e.order().request();
        Life again = life.with(life.memory().askedBy(e.by()))
                .with(life.jobs().startAgain(e.order()).startWaiter(request));
        return switch (life.state()) {
            case State.Inactive _, State.Failed _, State.Backoff _, State.Waiting _ ->
                start(config, life, new Event.Start(e.order(), e.by()), now);
            case State.Launching _, State.Executing _, State.Working _ ->
                hold(config, again, request, e.dependents(), true, now);
            case State.Running _, State.Exited _, State.Reached _ ->
                hold(config, again, request, e.dependents(), false, now);
            case State.Holding s -> Progress.reconsider(config, again.with(holdingFor(s, e.dependents())), now);
            case State.Terminating s ->
                Step.to(again.with(
                        new State.Terminating(s.pid(), s.deadline(), s.ending().asRequested())));
            case State.Killing s ->
                Step.to(again.with(
                        new State.Killing(s.pid(), s.deadline(), s.ending().asRequested())));
            case State.Unkillable _ -> Step.finish(life, List.of(request), unkillable());
        };
    }

    /** Whatever runs is left alone; a service at rest shows why it cannot be started. */
    private static Step rejected(Life life, Event.Rejected e) {
        Outcome outcome = new Outcome.Failed(e.result(), "load", 0, e.message());
        Life next = life.isResting() || life.state() instanceof State.Failed
                ? life.with(life.memory().askedBy(e.by()).withResult(e.result(), e.message()))
                        .with(new State.Failed(false))
                : life;
        return Step.finish(next, List.of(e.request()), outcome);
    }

    private static Step reconfigured(Life life) {
        Life fresh = life.with(life.memory().withStreak(0));
        return life.state() instanceof State.Failed && life.result() == Result.BAD_CONFIG
                ? Step.to(fresh.with(fresh.memory().withResult(Result.SUCCESS, ""))
                        .with(new State.Inactive(false)))
                : Step.to(fresh);
    }

    private static Step hurry(Life life, long latest) {
        return life.state() instanceof State.Terminating s && s.deadline() > latest
                ? Step.to(life.with(new State.Terminating(s.pid(), latest, s.ending())))
                : Step.to(life);
    }

    /** On the way down, once the dependents are: signalled at once when there are none. */
    private static Step hold(
            ServiceConfig config, Life life, long request, Set<String> dependents, boolean interrupted, long now) {
        State.Holding holding = new State.Holding(life.pid(), request, dependents, Ending.requested(interrupted));
        return Progress.reconsider(config, life.with(holding), now);
    }

    /** The same wait, for {@code more} as well. */
    private static State.Holding holdingFor(State.Holding s, Set<String> more) {
        Set<String> all = new TreeSet<>(s.dependents());
        all.addAll(more);
        return new State.Holding(s.pid(), s.request(), all, s.ending().asRequested());
    }

    private static boolean isDone(Life life) {
        return life.state() instanceof State.Inactive s && s.done();
    }

    static Outcome unkillable() {
        return new Outcome.Failed(
                Result.UNKILLABLE,
                "kill",
                0,
                "a process of it survives SIGKILL; it can be started again once that is gone");
    }
}
