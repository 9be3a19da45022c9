package org.sideros.start.service;

import java.util.List;

/** What the state machine wants done. */
public sealed interface Action {
    /** A run begins: make what it needs of the machine, forget what was left of the last one. */
    record Begin() implements Action {}

    /** Tell the neighbours first, and say {@link Event.Proceed} then: they have to hear of this state. */
    record Proceed() implements Action {}

    /** Run command {@code command} of the service. */
    record Launch(int command) implements Action {}

    /** Run a command around the main one, and say {@link Event.HookEnded}. */
    record RunHook(Hook hook, int index) implements Action {}

    /** Send SIGKILL to the command around the main one. */
    record KillHook() implements Action {}

    /** Say {@link Event.MainFound} as soon as it is known which process the service is. */
    record FindMain() implements Action {}

    /** Say {@link Event.Ready} as soon as the service is. */
    record AwaitReady() implements Action {}

    /** Say {@link Event.Quiet} as soon as nothing else is being started or stopped. */
    record AwaitQuiet() implements Action {}

    /** Send {@code signal}, and SIGCONT after it: to the main process, or to all there are. */
    record Signal(String signal, boolean all) implements Action {}

    /** Send SIGKILL to the main process, or to all there are. */
    record Kill(boolean all) implements Action {}

    /** Say {@link Event.Emptied} as soon as nothing (with {@code all}) or no main process and hook is left. */
    record AwaitEmpty(boolean all) implements Action {}

    /** Ask for this service, and those that depend on it, to be stopped as anybody would; {@code why} in words. */
    record StopSelf(String why) implements Action {}

    /** Tell people of something that was survived. */
    record Warn(String message) implements Action {}

    /** Tell those who wait for these requests how they ended. */
    record Finish(List<Long> requests, Outcome outcome) implements Action {
        public Finish {
            requests = List.copyOf(requests);
        }
    }
}
