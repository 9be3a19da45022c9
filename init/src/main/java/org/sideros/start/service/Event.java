package org.sideros.start.service;

import java.util.Optional;
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

    /** Somebody wants it down and up again; {@code ifUp}: because of another service, and only if it is up. */
    record Restart(Order order, Set<String> dependents, boolean ifUp, Requester by) implements Event {
        public Restart {
            dependents = Set.copyOf(dependents);
        }
    }

    /** Somebody wants it to read its configuration again. */
    record Reload(long request, Requester by) implements Event {}

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

    /** A run may begin: its conditions hold, and what it needs of the machine is made. */
    record Begun() implements Event {}

    /** A condition of the service does not hold. */
    record ConditionUnmet(String condition) implements Event {}

    /** The executor was started. */
    record Spawned(int pid) implements Event {}

    /** The program runs: everything up to execve(2) has succeeded. */
    record Executed(int pid) implements Event {}

    /** It could not be run: {@code step} as the executor names it; {@code message} is the whole cause. */
    record NotExecuted(String step, int errno, String message) implements Event {}

    /**
     * The main process has ended and was reaped.
     *
     * @param alone whether it left no other process that has to end with it
     * @param outOfMemory that the kernel killed for memory, with the figures; empty if it did not
     */
    record MainExited(int pid, Exit exit, boolean alone, String outOfMemory) implements Event {
        public MainExited(int pid, Exit exit, boolean alone) {
            this(pid, exit, alone, "");
        }
    }

    /**
     * A command around the main one has ended, or could not be run.
     *
     * @param exit empty when it could not be run
     * @param message what went wrong, in words; empty when nothing did
     * @param alone whether no process is left that has to end with the service; the main one does not count
     */
    record HookEnded(Hook hook, int index, Optional<Exit> exit, String message, boolean alone) implements Event {}

    /** Another process is the main one: it said so itself, or its pid file; {@link State#NO_PID} when none can be told. */
    record MainFound(int pid) implements Event {}

    /** It is ready, by the way the definition says. */
    record Ready() implements Event {}

    /** It says that it reloads its configuration; {@link Ready} follows. */
    record ReloadsItself() implements Event {}

    /** It says that it is going to end. */
    record StopsItself() implements Event {}

    /** It is alive. */
    record KeepAlive() implements Event {}

    /** It says that it does not work any more, although it is alive. */
    record Trouble() implements Event {}

    /** It wants its watchdog to wait {@code nanos} at most from now on. */
    record KeepAliveEvery(long nanos) implements Event {}

    /** It needs {@code nanos} more for what it does. */
    record Extend(long nanos) implements Event {}

    /** It says how it does; for people. */
    record StatusText(String text) implements Event {}

    /** The neighbours have been told; go on. */
    record Proceed() implements Event {}

    /** Nothing else is being started or stopped. */
    record Quiet() implements Event {}

    /** No process of the service is left. */
    record Emptied() implements Event {}
}
