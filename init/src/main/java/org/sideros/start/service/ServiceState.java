package org.sideros.start.service;

import org.sideros.start.config.Words;

/** The six states a service can be in, as shown to people and programs. */
public enum ServiceState {
    /** Does not run: never started, stopped, or ended well. */
    INACTIVE,
    /** On its way up: waits for what it requires, is being executed, or is not ready yet. */
    STARTING,
    /** Runs; a oneshot has done its work and counts as running, a target has all it requires. */
    ACTIVE,
    /** On its way down, until no process of it is left. */
    STOPPING,
    /** Waits for its next automatic restart. */
    RESTARTING,
    /** Did not come up, or ended badly, and is not restarted any more. */
    FAILED;

    /** The word on the wire: {@code inactive}. */
    public String word() {
        return Words.of(this);
    }
}
