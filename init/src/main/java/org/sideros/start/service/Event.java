package org.sideros.start.service;

import java.util.Set;

/** What can happen to a service. */
public sealed interface Event {
    /** Somebody wants it up. */
    record Start(Order order, Requester by) implements Event {}

    /** Somebody wants it down, after {@code dependents} are. */
    record Stop(long request, Set<String> dependents, Requester by) implements Event {
        public Stop {
            dependents = Set.copyOf(dependents);
        }
    }

    /** Somebody wants it down and up again. */
    record Restart(Order order, Set<String> dependents, Requester by) implements Event {
        public Restart {
            dependents = Set.copyOf(dependents);
        }
    }

    /** A start or restart that cannot even be tried: the file is broken, or names a requirement that does not exist. */
    record Rejected(long request, Result result, String message, Requester by) implements Event {}

    /** The definition has changed while nothing ran. */
    record Reconfigured() implements Event {}

    /** The system goes down in a hurry: no stop signal is given more than {@code nanos} from now on. */
    record Hurry(long nanos) implements Event {}

    /** A request concerns neighbours only; they want to hear where this service stands. */
    record Sync(long request) implements Event {}

    /** A neighbour said where it stands. */
    record Neighbour(String name, Standing standing) implements Event {}

    /** The state's deadline has come. */
    record Deadline() implements Event {}

    /** A condition of the service does not hold. */
    record ConditionUnmet(String condition) implements Event {}

    /** The executor was started. */
    record Spawned(int pid) implements Event {}

    /** The program runs: everything up to execve(2) has succeeded. */
    record Executed(int pid) implements Event {}

    /** It could not be run: {@code step} as the executor names it; {@code message} is the whole cause. */
    record NotExecuted(String step, int errno, String message) implements Event {}

    /** The main process has ended and was reaped; {@code alone} when it left no other process of the service. */
    record MainExited(int pid, Exit exit, boolean alone) implements Event {}

    /** No process of the service is left. */
    record Emptied() implements Event {}
}
