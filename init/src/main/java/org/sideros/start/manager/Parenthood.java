package org.sideros.start.manager;

/**
 * Who becomes the parent of processes that lose theirs, and reaps them.
 *
 * @param kind how it is arranged
 * @param reaper pid of that parent
 */
public record Parenthood(Kind kind, int reaper) {
    /** The arrangements there are. */
    public enum Kind {
        /** The init shim that started us. */
        SHIM,
        /** This process, as a subreaper; it reaps every child it gets. */
        OURSELVES,
        /** Init. Other children of this process belong to the program that embeds us and are left alone. */
        INIT
    }

    /** That of a program that embeds us. */
    static Parenthood embedded() {
        return new Parenthood(Kind.INIT, 1);
    }
}
