package org.sideros.start.service;

/**
 * What a service tells its neighbours about itself.
 *
 * @param seen the newest request it knows of: a neighbour that waits on behalf of request <em>n</em> disregards what
 *     was said before <em>n</em> was known
 * @param clear whether those that the newest stop or restart has to end before this service are gone: one that rests
 *     itself must not hide that somebody behind it still runs
 * @param settled whether those that a restart brings back before this service are back: one that rests itself must not
 *     hide that somebody before it is still on the move
 */
public record Standing(Phase phase, long seen, boolean clear, boolean settled) {
    /** Nothing heard yet. */
    public static final Standing UNKNOWN = new Standing(Phase.DOWN, -1, true, true);

    /** Whether those that require it may start. */
    boolean isUp() {
        return settled && phase.isUp();
    }

    /** Whether those ordered after it still have to wait. */
    boolean isMoving() {
        return !settled || phase.isMoving();
    }

    /** Whether those ordered before it may stop. */
    boolean isGone() {
        return clear && phase.isGone();
    }

    /** The little a neighbour needs to know. */
    public enum Phase {
        /** At rest. */
        DOWN,
        /** At rest because the work is done; as good as up to those that require it. */
        DONE,
        /** Wants to start and has no process yet. */
        QUEUED,
        STARTING,
        UP,
        STOPPING,
        BACKOFF,
        FAILED;

        boolean isUp() {
            return this == UP || this == DONE;
        }

        /** At rest and not up: whoever requires it waits in vain. */
        boolean isHopeless() {
            return this == DOWN || this == FAILED;
        }

        /** On its way to somewhere: those ordered after it wait. */
        boolean isMoving() {
            return this == QUEUED || this == STARTING || this == STOPPING;
        }

        /** Without any process. */
        boolean isGone() {
            return this == DOWN || this == DONE || this == QUEUED || this == BACKOFF || this == FAILED;
        }
    }
}
