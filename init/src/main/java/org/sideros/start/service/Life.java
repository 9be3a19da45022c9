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
            case State.Waiting _ -> Standing.Phase.QUEUED;
            case State.Launching _, State.Executing _, State.Working _ -> Standing.Phase.STARTING;
            case State.Running _, State.Exited _, State.Reached _ -> Standing.Phase.UP;
            case State.Holding _, State.Terminating _, State.Killing _ -> Standing.Phase.STOPPING;
            case State.Backoff _ -> Standing.Phase.BACKOFF;
            case State.Failed _, State.Unkillable _ -> Standing.Phase.FAILED;
        };
        return new Standing(phase, jobs.seen(), jobs.ahead().isEmpty());
    }

    /** The shown state. */
    public ServiceState shown() {
        return state.shown();
    }

    /** The finer state. */
    public String substate() {
        return state.substate();
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
            case State.Waiting _ -> Progress.missing(this);
            case State.Holding s -> Progress.stillThere(this, s);
            default -> List.of();
        };
    }

    /** Whether nothing of it runs and nothing is planned, so that it can be forgotten. */
    public boolean isResting() {
        return state instanceof State.Inactive || (state instanceof State.Failed f && !f.retry());
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
