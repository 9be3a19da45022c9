package org.sideros.start.service;

import org.sideros.start.config.Words;

/** The six states a service can be in, as shown to people and programs. */
public enum ServiceState {
    INACTIVE,
    STARTING,
    ACTIVE,
    STOPPING,
    RESTARTING,
    FAILED;

    /** The word on the wire: {@code inactive}. */
    public String word() {
        return Words.of(this);
    }
}
