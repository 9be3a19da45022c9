package org.sideros.start.tui;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sideros.start.error.StartError;
import org.sideros.start.tui.model.Msg;

/** Asks the supervisor how things are, each second, and connects again for as long as it takes. One virtual thread. */
final class Feed implements Runnable {
    private static final long PERIOD_MILLIS = 1000;
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 2000;

    private final Path socket;
    private final Consumer<Msg> sink;
    private final Semaphore wanted = new Semaphore(0);

    Feed(Path socket, Consumer<Msg> sink) {
        this.socket = socket;
        this.sink = sink;
    }

    /** Has it ask now. From any thread. */
    void hurry() {
        wanted.release();
    }

    @Override
    public void run() {
        long retry = FIRST_RETRY_MILLIS;
        try {
            while (true) {
                if (listUntilItFails()) {
                    retry = FIRST_RETRY_MILLIS;
                }
                rest(retry);
                retry = Math.min(2 * retry, LAST_RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            // The console is closed.
        }
    }

    /** Whether the supervisor answered at all. */
    private boolean listUntilItFails() throws InterruptedException {
        boolean answered = false;
        try (Supervisor supervisor = Supervisor.connect(socket)) {
            while (true) {
                sink.accept(new Msg.Listed(supervisor.snapshot()));
                answered = true;
                rest(PERIOD_MILLIS);
            }
        } catch (StartError e) {
            sink.accept(new Msg.Lost(String.valueOf(e.getMessage())));
            return answered;
        }
    }

    private void rest(long millis) throws InterruptedException {
        if (wanted.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            wanted.drainPermits();
        }
    }
}
