package org.sideros.start.service;

import org.sideros.start.config.Words;

/** How the last run of a service ended, or why it never began. */
public enum Result {
    SUCCESS,
    EXIT_CODE,
    SIGNAL,
    CORE_DUMP,
    OOM,
    TIMEOUT,
    WATCHDOG,
    START_LIMIT,
    DEPENDENCY,
    CONDITION,
    EXEC,
    BAD_CONFIG,
    UNKILLABLE,
    CANCELLED;

    /** The word on the wire: {@code exit-code}. */
    public String word() {
        return Words.of(this);
    }
}
