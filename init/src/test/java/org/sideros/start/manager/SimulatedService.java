package org.sideros.start.manager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.service.Action;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Life;
import org.sideros.start.service.Step;
import org.sideros.start.service.Transitions;

/** A service's loop and its processes on a virtual clock: what {@link ServiceLoop} does, without the kernel. */
final class SimulatedService {
    final ServiceConfig config;
    final Deque<Event> mailbox = new ArrayDeque<>();
    Life life = Life.NEW;
    /** The main process that is alive, 0 for none. */
    int main;

    private final Simulation simulation;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private boolean others;
    private boolean watch;
    private boolean watchAll;
    private boolean stubborn;
    private int lastPid;

    /** What the kernel will do with process {@code pid}; with an exit, that one ends. */
    private record Due(long at, int pid, Event event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    SimulatedService(ServiceConfig config, Simulation simulation) {
        this.config = config;
        this.simulation = simulation;
    }

    /** Whether there is something to do at {@code now}. */
    boolean isReady(long now) {
        return !mailbox.isEmpty() || life.deadline() <= now || isEmptied();
    }

    private boolean isEmptied() {
        return watch && life.pid() == 0 && (!watchAll || !others);
    }

    /** When something happens by itself next. */
    long next() {
        long kernel = due.isEmpty() ? Long.MAX_VALUE : due.element().at();
        return Math.min(kernel, life.deadline());
    }

    /** The kernel's part, up to {@code now}. */
    void pass(long now) {
        while (!due.isEmpty() && due.element().at() <= now) {
            Due d = due.remove();
            if (d.pid() != main) {
                continue;
            }
            if (d.event() instanceof Event.MainExited e) {
                main = 0;
                others = !e.alone() && !life.isKilling();
            }
            mailbox.add(d.event());
        }
    }

    /** One turn of the loop. */
    void turn(long now) {
        if (!mailbox.isEmpty()) {
            Event event = mailbox.remove();
            // Whether others are left is looked at when the exit is handled, not when it happens.
            apply(event instanceof Event.MainExited e ? new Event.MainExited(e.pid(), e.exit(), !others) : event, now);
        } else if (isEmptied()) {
            watch = false;
            apply(new Event.Emptied(), now);
        } else {
            apply(new Event.Deadline(), now);
        }
    }

    private void apply(Event first, long now) {
        Deque<Event> events = new ArrayDeque<>(List.of(first));
        while (!events.isEmpty()) {
            Event event = events.remove();
            Life before = life;
            Step step = Transitions.next(config, life, event, now);
            life = step.life();
            if (!life.watchesEmptiness()) {
                watch = false;
            }
            if (!before.standing().equals(life.standing())) {
                simulation.announce(config.name(), life.standing());
            }
            boolean asked = before.substate().equals("waiting-dependents")
                    || event instanceof Event.Stop
                    || event instanceof Event.Restart;
            for (Action action : step.actions()) {
                carryOut(action, asked, events, now);
            }
        }
    }

    private void carryOut(Action action, boolean asked, Deque<Event> events, long now) {
        switch (action) {
            case Action.Begin _ ->
                events.add(simulation.chance(3) ? new Event.ConditionUnmet("a path") : new Event.Begun());
            case Action.Proceed _ -> events.add(new Event.Proceed());
            case Action.Launch _ -> launch(events, now);
            case Action.Signal _ -> {
                if (asked) {
                    simulation.signalled(this);
                }
                others = others && stubborn;
                if (main != 0 && !stubborn) {
                    exits(now, Exit.bySignal("SIGTERM", false));
                }
            }
            case Action.Kill _ -> {
                others = false;
                if (main != 0) {
                    exits(now, Exit.bySignal("SIGKILL", false));
                }
            }
            case Action.AwaitEmpty a -> {
                watch = true;
                watchAll = a.all();
            }
            case Action.RunHook _,
                    Action.KillHook _,
                    Action.FindMain _,
                    Action.AwaitReady _,
                    Action.AwaitQuiet _,
                    Action.StopSelf _,
                    Action.Warn _ -> throw new AssertionError("not simulated: " + action);
            case Action.Finish a -> a.requests().forEach(r -> simulation.finish(r, config.name(), a.outcome()));
        }
    }

    private void exits(long now, Exit exit) {
        due.add(new Due(now + simulation.upTo(500), main, new Event.MainExited(main, exit, true)));
    }

    private void launch(Deque<Event> events, long now) {
        if (main != 0) {
            throw new AssertionError("a second main process of " + config.name());
        }
        if (simulation.chance(3)) {
            events.add(new Event.NotExecuted("spawn", 11, "no more processes"));
        } else {
            main = ++lastPid;
            stubborn = simulation.chance(15);
            events.add(new Event.Spawned(main));
            run(now);
        }
    }

    private void run(long now) {
        long executed = now + simulation.upTo(200);
        if (simulation.chance(5)) {
            due.add(new Due(executed, main, new Event.NotExecuted("exec", 2, "no such file")));
            due.add(new Due(executed + 1, main, new Event.MainExited(main, Exit.withCode(127), true)));
            return;
        }
        due.add(new Due(executed, main, new Event.Executed(main)));
        boolean ends = config.exec().size() > 1 || simulation.isOneshot(config);
        if (ends || simulation.chance(30)) {
            Exit exit = Exit.withCode(simulation.chance(ends ? 15 : 80) ? 1 : 0);
            boolean alone = !simulation.chance(20);
            due.add(new Due(executed + 1 + simulation.upTo(4_000), main, new Event.MainExited(main, exit, alone)));
        }
    }

    @Override
    public String toString() {
        return config.name() + " " + life + " seen " + life.standing().seen() + " waits for " + life.waitsFor() + " "
                + mailbox;
    }
}
