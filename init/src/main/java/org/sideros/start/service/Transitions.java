package org.sideros.start.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sideros.start.config.ServiceConfig;

/**
 * The state machine of a service: state and event in, next state and actions out. Pure: the same arguments give the same
 * step, and nothing else is touched.
 *
 * <p>Requests (start, stop, restart) are here; the way up is in {@link Rise}, being up in {@link Presence}, the way down
 * in {@link Fall}; what follows a run in {@link Settling}.
 */
public final class Transitions {
    private Transitions() {}

    /** The step from {@code life} on {@code event} at {@code now} (a {@link System#nanoTime} value). */
    public static Step next(ServiceConfig config, Life life, Event event, long now) {
        Step step = step(config, life, event, now);
        return step.life().jobs().reloading().isEmpty() ? step : Presence.endReloads(step);
    }

    private static Step step(ServiceConfig config, Life life, Event event, long now) {
        return switch (event) {
            case Event.Start e -> start(config, seeing(life, e.order().request()), e, now);
            case Event.Stop e -> stop(config, after(seeing(life, e.request()), e.request(), e.dependents()), e, now);
            case Event.Restart e ->
                restart(
                        config,
                        after(seeing(life, e.order().request()), e.order().request(), e.dependents()),
                        e,
                        now);
            case Event.Reload e -> Presence.reload(config, seeing(life, e.request()), e, now);
            case Event.Rejected e -> rejected(seeing(life, e.request()), e);
            case Event.Reconfigured _ -> reconfigured(life);
            case Event.Hurry e -> Fall.hurry(life.hurried(e.nanos()), now + e.nanos());
            case Event.Sync e -> Step.to(seeing(life, e.request()));
            case Event.Neighbour e -> Neighbours.heard(config, life, e, now);
            case Event.Deadline _ -> deadline(config, life, now);
            case Event.Begun _ -> Rise.begun(config, life);
            case Event.ConditionUnmet e -> Rise.conditionUnmet(life, e);
            case Event.Spawned e -> Rise.spawned(life, e);
            case Event.Executed e -> Rise.executed(config, life, e, now);
            case Event.NotExecuted e -> Rise.notExecuted(config, life, e, now);
            case Event.HookEnded e -> hookEnded(config, life, e, now);
            case Event.MainExited e -> mainExited(config, life, e, now);
            case Event.Emptied _ -> emptied(config, life, now);
            case Event.MainFound e -> Rise.mainFound(config, life, e, now);
            case Event.Ready _ -> Rise.ready(config, life, now);
            case Event.Proceed _ -> Neighbours.reconsider(config, life, now);
            case Event.Quiet _ ->
                life.state() instanceof State.Idling ? Neighbours.afterIdling(config, life, now) : Step.to(life);
            case Event.ReloadsItself _,
                    Event.StopsItself _,
                    Event.KeepAlive _,
                    Event.Trouble _,
                    Event.KeepAliveEvery _ -> Presence.says(config, life, event, now);
            case Event.Extend e -> Presence.extend(life, now + e.nanos(), now);
            case Event.StatusText e -> Step.to(life.with(life.memory().withText(e.text())));
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

    private static Life above(Life life, Order order) {
        Set<String> names = union(order.requires(), order.after());
        Jobs jobs = life.jobs().above(order.request(), names);
        for (String name : names) {
            jobs = jobs.hearing(name, life.neighbour(name));
        }
        return life.with(jobs);
    }

    private static Step start(ServiceConfig config, Life life, Event.Start e, long now) {
        long request = e.order().request();
        Life joined = life.with(life.jobs().startWaiter(request));
        return switch (life.state()) {
            case State.Resting _, State.Backoff _, State.Queued _ ->
                Neighbours.reconsider(
                        config,
                        joined.with(life.memory().asked(e.order(), e.by())).with(new State.Waiting()),
                        now);
            case State.Rising _ -> Step.to(joined);
            case State.Up _ -> Step.to(life, new Action.Finish(List.of(request), new Outcome.Already()));
            case State.Falling _ ->
                Step.to(joined.with(joined.jobs().startAgain(e.order()))
                        .with(life.memory().askedBy(e.by())));
            case State.Unkillable _ -> Step.finish(life, List.of(request), unkillable());
        };
    }

    private static Step stop(ServiceConfig config, Life life, Event.Stop e, long now) {
        Life asked = life.with(life.memory().askedBy(e.by()));
        Jobs jobs = asked.jobs();
        Life joined = asked.with(jobs.withoutStarts().stopWaiter(e.request()));
        Step step = switch (life.state()) {
            case State.Inactive s -> Settling.rest(joined, s);
            case State.Failed _ -> Settling.rest(joined, new State.Failed(false));
            case State.Queued _ ->
                Settling.rest(joined.with(joined.memory().withResult(Result.CANCELLED, "")), new State.Inactive(false));
            case State.Backoff _ -> Settling.rest(joined, new State.Inactive(false));
            case State.Rising _, State.Up _ -> Fall.hold(config, joined, e.request(), e.dependents(), now);
            case State.Falling s -> Fall.alsoWanted(config, joined, s, e.dependents(), now);
            case State.Unkillable _ -> Step.finish(asked, List.of(e.request()), unkillable());
        };
        return jobs.starting().isEmpty()
                ? step
                : step.after(new Action.Finish(jobs.starting(), new Outcome.Cancelled(e.by())));
    }

    private static Step restart(ServiceConfig config, Life life, Event.Restart e, long now) {
        if (e.ifUp() && !life.isRising() && !life.isUp()) {
            return restartAlong(config, life, e, now);
        }
        long request = e.order().request();
        Life asked = life.with(life.memory().askedBy(e.by()));
        Life again = asked.with(life.jobs().startAgain(e.order()));
        if (!e.ifUp()) {
            again = again.with(again.jobs().startWaiter(request));
        }
        return switch (life.state()) {
            case State.Resting _, State.Backoff _, State.Queued _ ->
                start(config, life, new Event.Start(e.order(), e.by()), now);
            case State.Rising _, State.Up _ -> Fall.hold(config, again, request, e.dependents(), now);
            case State.Falling s -> Fall.alsoWanted(config, again, s, e.dependents(), now);
            case State.Unkillable _ -> Step.finish(life, List.of(request), unkillable());
        };
    }

    /** What it requires is restarted while it is not up: if it is going to start, then only after that. */
    private static Step restartAlong(ServiceConfig config, Life life, Event.Restart e, long now) {
        Jobs jobs = life.jobs();
        Life later = life.with(life.memory().withOrder(e.order()))
                .with(jobs.again().isPresent() ? jobs.startAgain(e.order()) : jobs);
        if (life.state() instanceof State.Falling s) {
            return Fall.behind(config, later, s, e.dependents(), now);
        }
        return life.state() instanceof State.Resting ? Step.to(above(later, e.order())) : Step.to(later);
    }

    /** Whatever runs is left alone; a service at rest shows why it cannot be started. */
    private static Step rejected(Life life, Event.Rejected e) {
        Outcome outcome = new Outcome.Failed(e.result(), "load", 0, e.message());
        Life next = life.state() instanceof State.Resting
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

    private static Step deadline(ServiceConfig config, Life life, long now) {
        if (life.deadline() > now) {
            return Step.to(life);
        }
        return switch (life.state()) {
            case State.Idling _ ->
                Neighbours.afterIdling(config, life, now)
                        .after(new Action.Warn("the system does not come to rest: starting anyway"));
            case State.Rising s -> Fall.terminate(config, life, s.pid(), Ending.startTimeout(life.substate()), now);
            case State.Running s -> Presence.deadline(config, life, s, now);
            case State.Falling s -> Fall.deadline(config, life, s, now);
            case State.Backoff _ ->
                Neighbours.reconsider(
                        config, life.with(life.memory().afterRestart()).with(new State.Waiting()), now);
            case State.Resting _, State.Waiting _, State.Exited _, State.Reached _, State.Unkillable _ -> Step.to(life);
        };
    }

    private static Step hookEnded(ServiceConfig config, Life life, Event.HookEnded e, long now) {
        return switch (life.state()) {
            case State.Rising _ -> Rise.hookEnded(config, life, e, now);
            case State.Running s -> Presence.hookEnded(config, life, s, e);
            case State.Falling _ -> Fall.hookEnded(config, life, e, now);
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Exited _,
                    State.Reached _,
                    State.Unkillable _ -> Step.to(life);
        };
    }

    private static Step mainExited(ServiceConfig config, Life before, Event.MainExited e, long now) {
        if (before.pid() != e.pid()) {
            return Step.to(before);
        }
        Life life = before.with(before.memory().withExit(Optional.of(e.exit())));
        return switch (life.state()) {
            case State.Rising s -> Rise.mainExited(config, life, s, e, now);
            case State.Running s -> Presence.mainExited(config, life, s, e, now);
            case State.Falling s -> Fall.mainExited(config, life, s, e, now);
            case State.Unkillable _ ->
                Step.to(life.with(e.alone() ? new State.Failed(false) : new State.Unkillable(State.NO_PID)));
            case State.Resting _, State.Queued _, State.Backoff _, State.Exited _, State.Reached _ -> Step.to(before);
        };
    }

    private static Step emptied(ServiceConfig config, Life life, long now) {
        if (life.pid() != State.NO_PID || !life.watchesEmptiness()) {
            return Step.to(life);
        }
        return switch (life.state()) {
            case State.Rising _ ->
                Fall.over(
                        config,
                        life,
                        Ending.neverReady(Exit.withCode(0), "it left no process that could be the main one"),
                        now);
            case State.Running _ -> Fall.over(config, life, Ending.exited(Exit.withCode(0), false), now);
            case State.Falling s -> Fall.over(config, life, s.ending(), now);
            case State.Unkillable _ -> Step.to(life.with(new State.Failed(false)));
            case State.Resting _, State.Queued _, State.Backoff _, State.Exited _, State.Reached _ -> Step.to(life);
        };
    }

    static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    static Outcome unkillable() {
        return new Outcome.Failed(
                Result.UNKILLABLE,
                "kill",
                0,
                "a process of it survives SIGKILL; it can be started again once that is gone");
    }
}
