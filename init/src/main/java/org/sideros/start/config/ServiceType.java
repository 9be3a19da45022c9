package org.sideros.start.config;

/** How a service becomes active and which of its processes is the main one. */
public enum ServiceType {
    SIMPLE,
    FORKING,
    ONESHOT,
    NOTIFY,
    IDLE,
    TARGET;

    /** The word used in service files and on the wire. */
    public String word() {
        return Words.of(this);
    }
}
