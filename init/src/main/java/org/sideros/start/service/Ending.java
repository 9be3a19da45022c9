package org.sideros.start.service;

import java.util.Optional;
import java.util.Set;

/**
 * The end of a run, while it is being carried out: why, and what is known so far.
 *
 * @param exit of the main process or the hook that failed, once it is there
 * @param step where it went wrong, as the executor names its steps
 * @param errno of that step, 0 where no system call failed
 * @param message the cause in words
 * @param outOfMemory that the kernel killed for memory, with the figures; empty if it did not
 * @param killed whether SIGKILL was needed
 * @param interrupted whether the run had not become active yet
 * @param finished whether the commands that come after the run have been run
 */
record Ending(
        Cause cause,
        Optional<Exit> exit,
        String step,
        int errno,
        String message,
        String outOfMemory,
        boolean killed,
        boolean interrupted,
        boolean finished) {
    private Ending(Cause cause, Optional<Exit> exit, String step, int errno, String message, boolean interrupted) {
        this(cause, exit, step, errno, message, "", false, interrupted, false);
    }

    static Ending requested(boolean interrupted) {
        return new Ending(Cause.REQUESTED, Optional.empty(), "stop", 0, "", interrupted);
    }

    static Ending exited(Event.MainExited e, boolean interrupted) {
        return exited(e.exit(), interrupted).withExit(e);
    }

    static Ending exited(Exit exit, boolean interrupted) {
        return new Ending(Cause.EXITED, Optional.of(exit), "run", 0, exit.text(), interrupted);
    }

    static Ending condition(String message) {
        return new Ending(Cause.CONDITION, Optional.empty(), "condition", 0, message, true);
    }

    /** It said so itself; the exit will follow. */
    static Ending byItself() {
        return new Ending(Cause.EXITED, Optional.empty(), "run", 0, "stopped by itself", false);
    }

    static Ending notExecuted(Event.NotExecuted e) {
        return new Ending(Cause.NOT_EXECUTED, Optional.empty(), e.step(), e.errno(), e.message(), true);
    }

    static Ending neverReady(Exit exit, String message) {
        return new Ending(Cause.NEVER_READY, Optional.of(exit), "wait-ready", 0, message, true);
    }

    /** A hook failed; its exit, where it had one, tells how. */
    static Ending hook(Event.HookEnded e) {
        String message = e.hook().key() + ": " + e.message();
        Cause cause = e.exit().isPresent() ? Cause.HOOK : Cause.NOT_EXECUTED;
        return new Ending(cause, e.exit(), e.hook().key(), 0, message, true);
    }

    static Ending startTimeout(String waitedFor) {
        String message = "start timed out at " + waitedFor;
        return new Ending(Cause.START_TIMEOUT, Optional.empty(), waitedFor, 0, message, true);
    }

    static Ending runtimeMax() {
        return new Ending(Cause.RUNTIME_MAX, Optional.empty(), "run", 0, "ran for timeout.runtime_max", false);
    }

    static Ending watchdog(String message) {
        return new Ending(Cause.WATCHDOG, Optional.empty(), "watchdog", 0, message, false);
    }

    Ending withExit(Event.MainExited e) {
        String memory = e.outOfMemory().isEmpty() ? outOfMemory : e.outOfMemory();
        String text = cause == Cause.EXITED ? memory.isEmpty() ? e.exit().text() : memory : message;
        // What a command around the main process came to is why this run ends; that of the main process only follows.
        Optional<Exit> decisive = cause == Cause.HOOK ? exit : Optional.of(e.exit());
        return new Ending(cause, decisive, step, errno, text, memory, killed, interrupted, finished);
    }

    Ending withKill() {
        return new Ending(cause, exit, step, errno, message, outOfMemory, true, interrupted, finished);
    }

    Ending withFinish() {
        return new Ending(cause, exit, step, errno, message, outOfMemory, killed, interrupted, true);
    }

    /** The same end, now wanted by somebody: no policy applies any more. */
    Ending asRequested() {
        return new Ending(Cause.REQUESTED, exit, step, errno, message, outOfMemory, killed, interrupted, finished);
    }

    /** It said that it stops, and does not. */
    Ending overdue() {
        return cause == Cause.EXITED && exit.isEmpty()
                ? new Ending(
                        Cause.STOP_TIMEOUT, exit, "stop", 0, "did not stop in time", outOfMemory, true, false, finished)
                : withKill();
    }

    boolean isRequested() {
        return cause == Cause.REQUESTED;
    }

    /** The result that is shown afterwards. */
    Result result(Set<Integer> successCodes) {
        return switch (cause) {
            case REQUESTED -> killed ? Result.TIMEOUT : interrupted ? Result.CANCELLED : Result.SUCCESS;
            case CONDITION -> Result.CONDITION;
            case NOT_EXECUTED -> Result.EXEC;
            case START_TIMEOUT, RUNTIME_MAX, STOP_TIMEOUT -> Result.TIMEOUT;
            case WATCHDOG -> Result.WATCHDOG;
            case NEVER_READY, HOOK -> failure();
            case EXITED -> {
                Exit e = exit.orElse(Exit.withCode(0));
                boolean success = interrupted ? e.isCompletion(successCodes) : e.isSuccess(successCodes);
                yield success && outOfMemory.isEmpty() ? Result.SUCCESS : failure();
            }
        };
    }

    /** What kind of failure the exit is, whatever its code. */
    private Result failure() {
        Exit e = exit.orElse(Exit.withCode(0));
        return !outOfMemory.isEmpty()
                ? Result.OOM
                : !e.signalled() ? Result.EXIT_CODE : e.coreDumped() ? Result.CORE_DUMP : Result.SIGNAL;
    }
}
