package org.sideros.start.service;

import java.util.Set;

/**
 * Where a service is in its life. What a state needs (the process, the deadline, what comes after) is in its record and
 * nowhere else, so that no pid and no timer can outlive the state it belongs to. Instants are
 * {@link System#nanoTime} values; {@link #NEVER} where nothing is due.
 *
 * <pre>
 * Inactive ─ Waiting ─ Launching ─ Executing ─ Running          (simple)
 *     │                     └────── Executing ─ Working ─ Exited  (oneshot, once for each command)
 *     │        └─ Reached                                         (target)
 *     ├─ Holding ─ Terminating ─ Killing ─ Unkillable             (on the way down)
 *     └─ Backoff, Failed
 * </pre>
 */
sealed interface State {
    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** A main process that is not there. */
    int NO_PID = 0;

    ServiceState shown();

    /** The finer word shown beside it. */
    String substate();

    /** When the state wants a {@link Event.Deadline}, {@link #NEVER} if it does not. */
    default long deadline() {
        return NEVER;
    }

    /** The main process, or {@link #NO_PID}. */
    default int pid() {
        return NO_PID;
    }

    /** At rest; {@code done} when that is because its work is finished (oneshot) or was not called for (condition). */
    record Inactive(boolean done) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.INACTIVE;
        }

        @Override
        public String substate() {
            return done ? "done" : "dead";
        }
    }

    /** Wants to start; waits for neighbours. */
    record Waiting() implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STARTING;
        }

        @Override
        public String substate() {
            return "waiting-dependencies";
        }
    }

    /** Command {@code command} is being handed to the executor. */
    record Launching(int command, long deadline) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STARTING;
        }

        @Override
        public String substate() {
            return "spawn";
        }
    }

    /** The executor runs as {@code pid} and has not reported yet. */
    record Executing(int pid, int command, long deadline) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STARTING;
        }

        @Override
        public String substate() {
            return "spawn";
        }
    }

    /** A oneshot's command is at work. */
    record Working(int pid, int command, long deadline) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STARTING;
        }

        @Override
        public String substate() {
            return "wait-exit";
        }
    }

    /** Up. {@code deadline} is when the streak of restarts is forgotten. */
    record Running(int pid, long since, long deadline) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.ACTIVE;
        }

        @Override
        public String substate() {
            return "running";
        }
    }

    /** A oneshot that counts as active after its commands ended. */
    record Exited() implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.ACTIVE;
        }

        @Override
        public String substate() {
            return "exited";
        }
    }

    /** A target with everything it stands for. */
    record Reached() implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.ACTIVE;
        }

        @Override
        public String substate() {
            return "reached";
        }
    }

    /** To be stopped once {@code dependents} are down. {@code pid} may still run. */
    record Holding(int pid, long request, Set<String> dependents, Ending ending) implements State {
        public Holding {
            dependents = Set.copyOf(dependents);
        }

        @Override
        public ServiceState shown() {
            return ServiceState.STOPPING;
        }

        @Override
        public String substate() {
            return "waiting-dependents";
        }
    }

    /** The stop signal is out. */
    record Terminating(int pid, long deadline, Ending ending) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STOPPING;
        }

        @Override
        public String substate() {
            return "stop";
        }
    }

    /** SIGKILL is out. */
    record Killing(int pid, long deadline, Ending ending) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.STOPPING;
        }

        @Override
        public String substate() {
            return "kill";
        }
    }

    /** SIGKILL did not help; given up, but watched until it is gone. */
    record Unkillable(int pid) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.FAILED;
        }

        @Override
        public String substate() {
            return "unkillable";
        }
    }

    /** Waits before the next automatic restart. */
    record Backoff(long deadline) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.RESTARTING;
        }

        @Override
        public String substate() {
            return "backoff";
        }
    }

    /** Failed for good, until somebody starts it; {@code retry}: or until what it requires is up after all. */
    record Failed(boolean retry) implements State {
        @Override
        public ServiceState shown() {
            return ServiceState.FAILED;
        }

        @Override
        public String substate() {
            return "failed";
        }
    }
}
