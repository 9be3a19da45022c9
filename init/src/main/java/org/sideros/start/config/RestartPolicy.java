package org.sideros.start.config;

/** Which ends of a service are followed by an automatic restart. */
public enum RestartPolicy {
    /** Never. */
    NO,
    /** After exit code 0, one of {@code success_exit_codes}, or SIGHUP, SIGINT, SIGTERM or SIGPIPE from outside. */
    ON_SUCCESS,
    /** After every other end: another exit code or signal, a program that cannot be executed, a time-out. */
    ON_FAILURE,
    /** After a signal other than those, a core dump, an out-of-memory kill, a time-out or a missed keep-alive. */
    ON_ABNORMAL,
    /** After every end that nobody asked for. */
    ALWAYS;

    /** The word used in service files. */
    public String word() {
        return Words.of(this);
    }
}
