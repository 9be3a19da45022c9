package org.sideros.start.readiness;

import java.io.IOException;
import java.time.Duration;

/** Tries at once, then again and again, less and less often, on a virtual thread of its own. */
final class PollingProbe implements Probe.Work {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Check check;
    private final Announcement<Boolean> announcement;
    private final Thread thread;

    /** One try. */
    @FunctionalInterface
    interface Check {
        /** Returns when the service is ready, and throws what stands in the way when it is not. Ends when interrupted. */
        void run() throws IOException, InterruptedException;
    }

    PollingProbe(String name, Check check, Announcement<Boolean> announcement) {
        this.check = check;
        this.announcement = announcement;
        thread = Thread.ofVirtual().name("probe " + name).start(this::run);
    }

    private void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!attempt()) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            // close()
        }
    }

    private boolean attempt() throws InterruptedException {
        try {
            check.run();
            announcement.found(true);
        } catch (IOException e) {
            if (!announcement.isOver()) {
                announcement.trouble(String.valueOf(e.getMessage()));
            }
        }
        return announcement.isOver();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
