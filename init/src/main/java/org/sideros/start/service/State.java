package org.sideros.start.service;

import java.util.Set;

/**
 * Where a service is in its life. What a state needs (the process, the deadline, what comes after) is in its record and
 * nowhere else, so that no pid and no timer can outlive the state it belongs to. Instants are
 * {@link System#nanoTime} values; {@link #NEVER} where nothing is due.
 *
 * <pre>
 * Resting   Inactive, Failed
 * Queued    Waiting (for neighbours) ─ Idling (for quiet)
 * Rising    Beginning ─ Preparing ─ Launching ─ Executing ─ Working ─ Detaching ─ Readying ─ Posting
 *                       (hooks)                             (oneshot, forking)    (readiness) (hooks)
 * Up        Running, Exited (oneshot), Reached (target)
 * Falling   Holding ─ StopHook ─ Terminating ─ Killing ─ Finishing
 *           (for dependents)      (signals)    (SIGKILL) (hooks)
 *           Backoff, Unkillable
 * </pre>
 */
sealed interface State {
    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** A main process that is not there. */
    int NO_PID = 0;

    /** When the state wants a {@link Event.Deadline}, {@link #NEVER} if it does not. */
    default long deadline() {
        return NEVER;
    }

    /** The main process, or {@link #NO_PID}. */
    default int pid() {
        return NO_PID;
    }

    /** Nothing runs and nothing is under way. */
    sealed interface Resting extends State {}

    /** At rest; {@code done} when that is because its work is finished (oneshot) or was not called for (condition). */
    record Inactive(boolean done) implements Resting {}

    /** Failed for good, until somebody starts it; {@code retry}: or until what it requires is up after all. */
    record Failed(boolean retry) implements Resting {}

    /** Wants to start and runs nothing yet. */
    sealed interface Queued extends State {}

    /** Waits for neighbours. */
    record Waiting() implements Queued {}

    /** Has what it needs, and waits until nothing else is being started or stopped; the deadline bounds that. */
    record Idling(long deadline) implements Queued {}

    /** Waits before the next automatic restart. */
    record Backoff(long deadline) implements State {}

    /** On the way up; {@code deadline} is the same for all the way. */
    sealed interface Rising extends State {
        @Override
        long deadline();
    }

    /** What the run needs is being looked at and made. */
    record Beginning(long deadline) implements Rising {}

    /** A command that comes before the main one is at work: number {@code index} of {@code hook}. */
    record Preparing(Hook hook, int index, long deadline) implements Rising {}

    /** Command {@code command} is being handed to the executor. */
    record Launching(int command, long deadline) implements Rising {}

    /** The executor runs as {@code pid} and has not reported yet; {@code ready} when the program was quicker to. */
    record Executing(int pid, int command, long deadline, boolean ready) implements Rising {}

    /** A command is at work that has to end first: of a oneshot, or the parent of a forking one. */
    record Working(int pid, int command, long deadline, boolean ready) implements Rising {}

    /** The parent is gone as it should be; which of the processes it left is the main one is not known yet. */
    record Detaching(long deadline, boolean ready) implements Rising {}

    /** The program runs and has not said yet that it is ready. */
    record Readying(int pid, long deadline) implements Rising {}

    /** Ready; command {@code index} of those that come after the start is at work. */
    record Posting(int pid, int index, long deadline) implements Rising {}

    /** Does what it is there for. */
    sealed interface Up extends State {}

    /** Its main process runs since {@code since}; {@link #NO_PID} where it is not known which one that is. */
    record Running(int pid, long since, Timers timers, Reloading reload) implements Up {
        @Override
        public long deadline() {
            return Math.min(timers.earliest(), reload.deadline());
        }
    }

    /** A oneshot that counts as active after its commands ended. */
    record Exited() implements Up {}

    /** A target with everything it stands for. */
    record Reached() implements Up {}

    /** On the way down, for what {@code ending} says. */
    sealed interface Falling extends State {
        Ending ending();
    }

    /**
     * To be stopped once {@code dependents} are down. {@code pid} may still run; {@code up}: it had become active;
     * {@code busy}: a command for its reload is being killed.
     */
    record Holding(int pid, long request, Set<String> dependents, boolean up, boolean busy, Ending ending)
            implements Falling {
        public Holding {
            dependents = Set.copyOf(dependents);
        }
    }

    /** Command {@code index} of those that stop it is at work; -1 while one for its reload has not ended yet. */
    record StopHook(int pid, int index, long deadline, Ending ending) implements Falling {}

    /** Stop signal number {@code step} is out; none has been sent yet where the service stops by itself. */
    record Terminating(int pid, int step, long deadline, Ending ending) implements Falling {}

    /** SIGKILL is out. */
    record Killing(int pid, long deadline, Ending ending) implements Falling {}

    /** Nothing of the run is left; command {@code index} of those that come after is at work. */
    record Finishing(int index, long deadline, Ending ending) implements Falling {}

    /** SIGKILL did not help; given up, but watched until it is gone. */
    record Unkillable(int pid) implements State {}
}
