package org.sideros.start.service;

import java.util.ArrayList;
import java.util.List;

/** One step of a service's life: what it is now, and what is to be done about it, in this order. */
public record Step(Life life, List<Action> actions) {
    public Step {
        actions = List.copyOf(actions);
    }

    static Step to(Life life, Action... actions) {
        return new Step(life, List.of(actions));
    }

    /** This step, with {@code more} to do before anything else. */
    Step after(Action... more) {
        List<Action> all = new ArrayList<>(List.of(more));
        all.addAll(actions);
        return new Step(life, all);
    }

    /** Leaves out the news for nobody. */
    static Step finish(Life life, List<Long> requests, Outcome outcome) {
        return requests.isEmpty() ? to(life) : to(life, new Action.Finish(requests, outcome));
    }
}
