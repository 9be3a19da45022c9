package org.sideros.start.service;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything the state machine knows about a service: where it is, what it remembers, who waits, and what the neighbours
 * said last. {@code stopLimit} bounds the time a stop may take, in nanoseconds. Immutable; {@link Transitions} makes the next one.
 */
public record Life(State state, Memory memory, Jobs jobs, Map<String, Standing> neighbours, long stopLimit) {
    /** Never started. */
    public static final Life NEW =
            new Life(new State.Inactive(false), Memory.BLANK, Jobs.NONE, Map.of(), Long.MAX_VALUE);

    public Life {
        neighbours = Collections.unmodifiableMap(new TreeMap<>(neighbours));
    }

    /** A service whose definition is not valid: failed until it is. */
    public static Life badConfiguration(String message) {
        return new Life(
                new State.Failed(false),
                Memory.BLANK.withResult(Result.BAD_CONFIG, message),
                Jobs.NONE,
                Map.of(),
                Long.MAX_VALUE);
    }

    /** What the neighbours are to hear. */
    public Standing standing() {
        Standing.Phase phase = switch (state) {
            case State.Inactive s -> s.done() ? Standing.Phase.DONE : Standing.Phase.DOWN;
            case State.Queued _ -> Standing.Phase.QUEUED;
            case State.Rising _ -> Standing.Phase.STARTING;
            case State.Up _ -> Standing.Phase.UP;
            case State.Falling _ -> Standing.Phase.STOPPING;
            case State.Backoff _ -> Standing.Phase.BACKOFF;
            case State.Failed _, State.Unkillable _ -> Standing.Phase.FAILED;
        };
        return new Standing(
                phase, jobs.seen(), jobs.ahead().isEmpty(), jobs.below().isEmpty());
    }

    /** The shown state. */
    public ServiceState shown() {
        return switch (state) {
            case State.Inactive _ -> ServiceState.INACTIVE;
            case State.Queued _, State.Rising _ -> ServiceState.STARTING;
            case State.Up _ -> ServiceState.ACTIVE;
            case State.Falling _ -> ServiceState.STOPPING;
            case State.Backoff _ -> ServiceState.RESTARTING;
            case State.Failed _, State.Unkillable _ -> ServiceState.FAILED;
        };
    }

    /** The finer word shown beside it. */
    public String substate() {
        return switch (state) {
            case State.Inactive s -> s.done() ? "done" : "dead";
            case State.Failed _ -> "failed";
            case State.Waiting _ -> "waiting-dependencies";
            case State.Idling _ -> "waiting-idle";
            case State.Backoff _ -> "backoff";
            case State.Beginning _, State.Launching _, State.Executing _ -> "spawn";
            case State.Preparing s -> s.hook() == Hook.CONDITION ? "condition" : "pre";
            case State.Working _ -> "wait-exit";
            case State.Detaching _ -> "wait-main";
            case State.Readying _ -> "wait-ready";
            case State.Posting _ -> "post";
            case State.Running s -> s.reload().isNone() ? "running" : "reloading";
            case State.Exited _ -> "exited";
            case State.Reached _ -> "reached";
            case State.Holding _ -> "waiting-dependents";
            case State.StopHook _, State.Terminating _ -> "stop";
            case State.Killing _ -> "kill";
            case State.Finishing _ -> "stop-post";
            case State.Unkillable _ -> "unkillable";
        };
    }

    /** Whether it wants to start, and runs nothing yet. */
    public boolean isQueued() {
        return state instanceof State.Queued;
    }

    /** Whether the service is on its way up, and being ready is still to come. */
    public boolean isRising() {
        return state instanceof State.Rising;
    }

    /** Whether the service does what it is there for. */
    public boolean isUp() {
        return state instanceof State.Up;
    }

    /** Whether its process is there, and not known yet to have got as far as its program. */
    public boolean isSpawning() {
        return state instanceof State.Executing;
    }

    /** Whether it is looked for which of its processes is the main one. */
    public boolean seeksMain() {
        return state instanceof State.Detaching;
    }

    /** Whether {@link Event.Emptied} would tell it something: it ends, or nobody knows its main process. */
    public boolean watchesEmptiness() {
        return switch (state) {
            case State.Terminating _, State.Killing _, State.Unkillable _, State.Detaching _ -> true;
            case State.Readying s -> s.pid() == State.NO_PID;
            case State.Posting s -> s.pid() == State.NO_PID;
            case State.Running s -> s.pid() == State.NO_PID;
            case State.Resting _,
                    State.Queued _,
                    State.Backoff _,
                    State.Beginning _,
                    State.Preparing _,
                    State.Launching _,
                    State.Executing _,
                    State.Working _,
                    State.Exited _,
                    State.Reached _,
                    State.Holding _,
                    State.StopHook _,
                    State.Finishing _ -> false;
        };
    }

    /** Whether SIGKILL is out: whatever still appears is to be killed as well. */
    public boolean isKilling() {
        return state instanceof State.Killing || state instanceof State.Unkillable;
    }

    /** What the service says of itself; empty when it says nothing. */
    public String text() {
        return memory.text();
    }

    /** The main process, 0 when there is none. */
    public int pid() {
        return state.pid();
    }

    /** When the next {@link Event.Deadline} is due, {@link System#nanoTime} based; {@code Long.MAX_VALUE} for never. */
    public long deadline() {
        return state.deadline();
    }

    public Result result() {
        return memory.result();
    }

    public Optional<Exit> exit() {
        return memory.exit();
    }

    /** The cause of the last failure in words; empty when there is none. */
    public String message() {
        return memory.message();
    }

    public int streak() {
        return memory.streak();
    }

    public int restartsTotal() {
        return memory.total();
    }

    /** Who asked last. */
    public Requester by() {
        return memory.by();
    }

    /** The neighbours that a wait is about, by name; empty when it waits for none. */
    public List<String> waitsFor() {
        return switch (state) {
            case State.Waiting _ -> Neighbours.missing(this);
            case State.Holding s -> Fall.stillThere(this, s);
            default -> List.of();
        };
    }

    /** Whether nothing of it runs and nothing is planned, so that it can be forgotten. */
    public boolean isResting() {
        return state instanceof State.Inactive || (state instanceof State.Failed f && !f.retry());
    }

    /** Whether it rests and nobody counts on hearing more of it: neither of those it stands before nor of those behind it. */
    public boolean isForgettable() {
        return isResting() && jobs.ahead().isEmpty() && jobs.below().isEmpty();
    }

    Life with(State s) {
        return new Life(s, memory, jobs, neighbours, stopLimit);
    }

    Life with(Memory m) {
        return new Life(state, m, jobs, neighbours, stopLimit);
    }

    Life with(Jobs j) {
        return new Life(state, memory, j, neighbours, stopLimit);
    }

    Life hurried(long nanos) {
        return new Life(state, memory, jobs, neighbours, Math.min(stopLimit, nanos));
    }

    Life hearing(String name, Standing standing) {
        Map<String, Standing> map = new TreeMap<>(neighbours);
        map.put(name, standing);
        return new Life(state, memory, jobs.hearing(name, standing), map, stopLimit);
    }

    Standing neighbour(String name) {
        return neighbours.getOrDefault(name, Standing.UNKNOWN);
    }

    /** Where this stands, for messages. */
    @Override
    public String toString() {
        return shown().word() + " (" + substate() + ")";
    }
}
