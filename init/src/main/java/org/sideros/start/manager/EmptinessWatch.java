package org.sideros.start.manager;

/**
 * Looks again and again whether the last process of a service is gone, because the kernel tells of the end of children
 * only. Used by the service's own thread.
 */
final class EmptinessWatch {
    /** How soon to look again; doubled up to the second figure, or the third while nothing is being stopped. */
    private static final long FIRST_NANOS = 2_000_000L;

    private static final long LAST_NANOS = 100_000_000L;
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final ServiceProcesses processes;
    private long due = Long.MAX_VALUE;
    private long delay = FIRST_NANOS;
    private boolean all;

    EmptinessWatch(ServiceProcesses processes) {
        this.processes = processes;
    }

    /** Looks from now on; for {@code everything}, or for the main process and the hook. */
    void begin(boolean everything) {
        all = everything;
        delay = FIRST_NANOS;
        due = System.nanoTime();
    }

    void end() {
        due = Long.MAX_VALUE;
    }

    /** When to {@link #look}, a {@link System#nanoTime} value; {@code Long.MAX_VALUE} for never. */
    long due() {
        return due;
    }

    /**
     * Whether the service has become empty; then nothing is watched any more.
     *
     * @param killing whether what has appeared meanwhile is to be killed as well
     * @param hurried whether somebody waits for the answer
     */
    boolean look(boolean killing, boolean hurried) {
        boolean gone = processes.main() == 0 && processes.hook() == 0;
        if (gone && (!all || processes.isEmpty())) {
            end();
            return true;
        }
        if (killing) {
            processes.kill(all);
        }
        delay = Math.min(2 * delay, hurried ? LAST_NANOS : IDLE_NANOS);
        due = System.nanoTime() + delay;
        return false;
    }
}
