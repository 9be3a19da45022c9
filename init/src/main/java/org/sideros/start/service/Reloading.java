package org.sideros.start.service;

/**
 * The reload of a running service, if there is one.
 *
 * @param index which of its commands is at work
 * @param deadline when it has taken too long
 */
record Reloading(Kind kind, int index, long deadline) {
    static final Reloading NONE = new Reloading(Kind.NONE, 0, State.NEVER);

    enum Kind {
        NONE,
        /** Commands of the definition are at work. */
        COMMANDS,
        /** They took too long and are being killed. */
        GIVEN_UP,
        /** The service said that it reloads, and has to say when it is ready again. */
        BY_ITSELF
    }

    /** Whether a command of the definition is at work for it. */
    boolean isByCommands() {
        return kind == Kind.COMMANDS || kind == Kind.GIVEN_UP;
    }

    boolean isNone() {
        return kind == Kind.NONE;
    }
}
