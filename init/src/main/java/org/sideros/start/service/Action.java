package org.sideros.start.service;

import java.util.List;

/** What the state machine wants done. */
public sealed interface Action {
    /** Check the conditions (before command 0) and run command {@code command} of the service. */
    record Launch(int command) implements Action {}

    /** Send the stop signal, and SIGCONT after it: to the main process, or to all there are. */
    record Signal(boolean all) implements Action {}

    /** Send SIGKILL to the main process, or to all there are. */
    record Kill(boolean all) implements Action {}

    /** Say {@link Event.Emptied} as soon as nothing (with {@code all}) or no main process is left. */
    record AwaitEmpty(boolean all) implements Action {}

    /** Tell those who wait for these requests how they ended. */
    record Finish(List<Long> requests, Outcome outcome) implements Action {
        public Finish {
            requests = List.copyOf(requests);
        }
    }
}
