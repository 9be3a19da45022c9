package org.sideros.start.service;

import org.sideros.start.config.Words;

/** How the last run of a service ended, or why it never began. */
public enum Result {
    /** It did what was asked for, or nothing has happened yet. */
    SUCCESS,
    /** It exited with a code that is no success. */
    EXIT_CODE,
    /** A signal ended it that nobody asked for. */
    SIGNAL,
    /** A signal ended it, and the kernel wrote a core dump. */
    CORE_DUMP,
    /** The kernel killed it for want of memory. */
    OOM,
    /** It took longer than one of its time-outs to start, stop or run. */
    TIMEOUT,
    /** It did not give its keep-alive in time. */
    WATCHDOG,
    /** It failed once more than its restart policy has attempts. */
    START_LIMIT,
    /** Something that it requires did not become active. */
    DEPENDENCY,
    /** One of its conditions does not hold, so that it was left out. */
    CONDITION,
    /** Its program could not be executed. */
    EXEC,
    /** Its file is not valid. */
    BAD_CONFIG,
    /** A process of it survived SIGKILL. */
    UNKILLABLE,
    /** Its start was cancelled by a stop. */
    CANCELLED;

    /** The word on the wire: {@code exit-code}. */
    public String word() {
        return Words.of(this);
    }
}
