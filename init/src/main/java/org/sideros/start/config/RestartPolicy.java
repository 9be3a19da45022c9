package org.sideros.start.config;

/** Which ends of a service are followed by an automatic restart. */
public enum RestartPolicy {
    NO,
    ON_SUCCESS,
    ON_FAILURE,
    ON_ABNORMAL,
    ALWAYS;

    /** The word used in service files. */
    public String word() {
        return Words.of(this);
    }
}
