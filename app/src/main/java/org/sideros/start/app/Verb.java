package org.sideros.start.app;

/** One verb of the command line. */
interface Verb {
    /** Does it and returns the exit status; failures may also be thrown as {@code StartError}. */
    int call();
}
