package org.sideros.start.service;

import java.util.Optional;
import java.util.Set;

/**
 * The end of a run, while it is being carried out: why, and what is known so far.
 *
 * @param exit of the main process, once it is there
 * @param step where it went wrong, as the executor names its steps
 * @param errno of that step, 0 where no system call failed
 * @param message the cause in words
 * @param killed whether SIGKILL was needed
 * @param interrupted whether the run had not become active yet
 */
record Ending(
        Cause cause, Optional<Exit> exit, String step, int errno, String message, boolean killed, boolean interrupted) {
    static Ending requested(boolean interrupted) {
        return new Ending(Cause.REQUESTED, Optional.empty(), "stop", 0, "", false, interrupted);
    }

    static Ending exited(Exit exit, boolean interrupted) {
        return new Ending(Cause.EXITED, Optional.of(exit), "run", 0, exit.text(), false, interrupted);
    }

    static Ending notExecuted(Event.NotExecuted e) {
        return new Ending(Cause.NOT_EXECUTED, Optional.empty(), e.step(), e.errno(), e.message(), false, true);
    }

    static Ending startTimeout(String waitedFor) {
        return new Ending(
                Cause.START_TIMEOUT, Optional.empty(), waitedFor, 0, "start timed out at " + waitedFor, false, true);
    }

    Ending withExit(Exit e) {
        return new Ending(cause, Optional.of(e), step, errno, message, killed, interrupted);
    }

    Ending withKill() {
        return new Ending(cause, exit, step, errno, message, true, interrupted);
    }

    /** The same end, now wanted by somebody: no policy applies any more. */
    Ending asRequested() {
        return new Ending(Cause.REQUESTED, exit, step, errno, message, killed, interrupted);
    }

    boolean isRequested() {
        return cause == Cause.REQUESTED;
    }

    /** The result that is shown afterwards. */
    Result result(Set<Integer> successCodes) {
        return switch (cause) {
            case REQUESTED -> killed ? Result.TIMEOUT : interrupted ? Result.CANCELLED : Result.SUCCESS;
            case NOT_EXECUTED -> Result.EXEC;
            case START_TIMEOUT -> Result.TIMEOUT;
            case EXITED -> {
                Exit e = exit.orElse(Exit.withCode(0));
                yield (interrupted ? e.isCompletion(successCodes) : e.isSuccess(successCodes))
                        ? Result.SUCCESS
                        : !e.signalled() ? Result.EXIT_CODE : e.coreDumped() ? Result.CORE_DUMP : Result.SIGNAL;
            }
        };
    }
}
