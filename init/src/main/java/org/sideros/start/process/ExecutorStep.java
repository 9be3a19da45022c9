package org.sideros.start.process;

import java.util.Locale;

/**
 * The steps of the executor in the order in which it takes them; the number on the wire is the position. The table of the
 * native side is {@code steps.h}; a test compares the two.
 */
public enum ExecutorStep {
    READY,
    USAGE,
    PRIVATE_PIDS,
    CGROUP,
    SESSION,
    TTY,
    STDIN,
    STDOUT,
    STDERR,
    DESCRIPTORS,
    UMASK,
    NICE,
    OOM,
    RLIMIT,
    PRIVATE_NETWORK,
    MOUNT,
    CAPABILITIES,
    GROUPS,
    GID,
    UID,
    NO_NEW_PRIVILEGES,
    CWD,
    SIGNALS,
    EXEC;

    private static final ExecutorStep[] ALL = values();

    /** The step of that number; {@link #USAGE} for one this side does not know. */
    static ExecutorStep of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : USAGE;
    }

    /** As in messages: {@code no-new-privileges}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
