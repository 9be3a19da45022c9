package org.sideros.start.service;

/** Why a run ended, as the restart policy tells ends apart. */
public enum Cause {
    /** Somebody asked for it. */
    REQUESTED,
    /** The main process ended by itself or by a signal from outside; the exit says how. */
    EXITED,
    /** It could not be executed: no program, no user, no directory, no more processes. */
    NOT_EXECUTED,
    /** It did not become active in time. */
    START_TIMEOUT
}
