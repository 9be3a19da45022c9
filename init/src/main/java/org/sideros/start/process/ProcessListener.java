package org.sideros.start.process;

import org.sideros.start.os.WaitStatus;

/**
 * Hears what becomes of one process. Called on the event loop's thread, in the order in which things happened, the exit
 * last; must not block.
 */
public interface ProcessListener {
    /** The program runs. */
    void executed(int pid);

    /** The executor failed; its exit follows. */
    void notExecuted(int pid, ExecutorFailure failure);

    /** The process has ended and was reaped. */
    void exited(int pid, WaitStatus status);
}
