package org.sideros.start.manager;

import org.sideros.start.process.Descendants;

/**
 * Who becomes the parent of processes that lose theirs, and reaps them.
 *
 * @param kind how it is arranged
 * @param reaper pid of that parent, {@link Descendants#SOME_ANCESTOR} when it is not known
 */
public record Parenthood(Kind kind, int reaper) {
    /** The arrangements there are. */
    public enum Kind {
        /** The init shim that started us. */
        SHIM,
        /** This process, as a subreaper; it reaps every child it gets. */
        OURSELVES,
        /** Init, or another ancestor that is a subreaper. Other children of this process belong to the program that embeds us and are left alone. */
        INIT
    }

    /** That of a program that embeds us. */
    static Parenthood embedded() {
        return new Parenthood(Kind.INIT, Descendants.SOME_ANCESTOR);
    }
}
