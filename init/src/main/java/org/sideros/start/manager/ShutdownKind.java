package org.sideros.start.manager;

import org.sideros.start.config.Words;

/** What follows when everything is stopped. Not as PID 1, the supervisor exits in each case. */
public enum ShutdownKind {
    POWEROFF,
    REBOOT,
    HALT;

    /** The word on the wire. */
    public String word() {
        return Words.of(this);
    }
}
