package org.sideros.start.service;

/** Why a run ended, as the restart policy tells ends apart. */
public enum Cause {
    /** Somebody asked for it. */
    REQUESTED,
    /** It is not called for. */
    CONDITION,
    /** The main process ended by itself or by a signal from outside; the exit says how. */
    EXITED,
    /** It could not be executed: no program, no user, no directory, no more processes. */
    NOT_EXECUTED,
    /** It ended, however well, before it was ready; or left no process that could be the main one. */
    NEVER_READY,
    /** A command around the main one failed; the exit is that command's. */
    HOOK,
    /** It did not become active in time. */
    START_TIMEOUT,
    /** It ran for as long as it may. */
    RUNTIME_MAX,
    /** It said that it stops, and did not. */
    STOP_TIMEOUT,
    /** No keep-alive came in time, or it said that something is wrong. */
    WATCHDOG
}
