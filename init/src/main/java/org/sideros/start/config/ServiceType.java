package org.sideros.start.config;

/** How a service becomes active and which of its processes is the main one. */
public enum ServiceType {
    /** Active once its program is executed. */
    SIMPLE,
    /** Active once its program has exited and left a daemon behind, which is the main process then. */
    FORKING,
    /** Active once its commands have run, one after the other, and succeeded; inactive again at once unless it remains. */
    ONESHOT,
    /** Active once it says so: {@code READY=1} of sd_notify(3). */
    NOTIFY,
    /** As simple, but executed when no other job is left, 90 s later at the most. */
    IDLE,
    /** Has no process; active when all it requires is. */
    TARGET;

    /** The word used in service files and on the wire. */
    public String word() {
        return Words.of(this);
    }
}
