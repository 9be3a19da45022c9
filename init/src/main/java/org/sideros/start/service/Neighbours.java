package org.sideros.start.service;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.service.Standing.Phase;

/** The part of the state machine that answers to what neighbours say of themselves. */
final class Neighbours {
    private Neighbours() {}

    static Step heard(ServiceConfig config, Life before, Event.Neighbour e, long now) {
        Step step = reconsider(config, before.hearing(e.name(), e.standing()), now);
        return isBroken(config, before, e)
                ? step.after(new Action.StopSelf("bound to " + e.name() + ", which "
                        + (e.standing().phase() == Phase.FAILED ? "failed" : "ended")))
                : step;
    }

    /** What it is bound to has ended for good, and was there before. */
    private static boolean isBroken(ServiceConfig config, Life before, Event.Neighbour e) {
        boolean runs = before.state() instanceof State.Rising || before.state() instanceof State.Up;
        return runs
                && e.standing().phase().isHopeless()
                && !before.neighbour(e.name()).phase().isHopeless()
                && config.dependencies().bindsTo().stream()
                        .map(Dependency::name)
                        .anyMatch(e.name()::equals);
    }

    /** Goes on if what the state waits for of its neighbours is there. */
    static Step reconsider(ServiceConfig config, Life life, long now) {
        return switch (life.state()) {
            case State.Waiting _ -> waiting(config, life, now);
            case State.Holding s -> Fall.holding(config, life, s, now);
            case State.Failed s
            when s.retry() && requiredAreUp(life) -> waiting(config, life.with(new State.Waiting()), now);
            case State.Resting _,
                    State.Idling _,
                    State.Backoff _,
                    State.Rising _,
                    State.Up _,
                    State.StopHook _,
                    State.Terminating _,
                    State.Killing _,
                    State.Finishing _,
                    State.Unkillable _ -> Step.to(life);
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
        return missing(life).isEmpty() ? Rise.arrived(config, life, now) : Step.to(life);
    }

    /** The time has come for one that waited for quiet, if what it needs is still there. */
    static Step afterIdling(ServiceConfig config, Life life, long now) {
        return missing(life).isEmpty()
                ? Rise.begin(config, life, now)
                : waiting(config, life.with(new State.Waiting()), now);
    }

    /** What a start still waits for: required services that are not up, others that are on the move or not gone. */
    static List<String> missing(Life life) {
        Order order = life.memory().order();
        Set<String> missing = new TreeSet<>();
        for (String name : order.requires()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() < order.request() || !standing.isUp()) {
                missing.add(name);
            }
        }
        for (String name : order.after()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() < order.request() || standing.isMoving()) {
                missing.add(name);
            }
        }
        for (String name : order.gone()) {
            Standing standing = life.neighbour(name);
            if (standing.seen() < order.request() || !standing.phase().isGone()) {
                missing.add(name);
            }
        }
        return List.copyOf(missing);
    }

    private static boolean requiredAreUp(Life life) {
        Order order = life.memory().order();
        return order.requires().stream().map(life::neighbour).allMatch(s -> s.seen() >= order.request() && s.isUp());
    }
}
