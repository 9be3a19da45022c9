package org.sideros.start.readiness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command until it exits 0, one at a time, less and less often; on a virtual thread of its own. */
final class ExecProbe implements Probe.Work {
    private static final Logger LOG = LoggerFactory.getLogger(ExecProbe.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String command;
    private final ProbeContext.Runner runner;
    private final Announcement<Boolean> announcement;
    private final Thread thread;

    ExecProbe(String command, ProbeContext.Runner runner, Announcement<Boolean> announcement) {
        this.command = command;
        this.runner = runner;
        this.announcement = announcement;
        thread = Thread.ofVirtual().name("probe " + command).start(this::run);
    }

    private void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!attempt()) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            // close(): a command that still runs was ended on the way out.
        }
    }

    private boolean attempt() throws InterruptedException {
        if (announcement.isOver()) {
            return true;
        }
        CompletableFuture<Integer> exited = new CompletableFuture<>();
        AutoCloseable running = runner.run(command, exited::complete);
        try {
            int status = exited.get();
            if (status == 0) {
                announcement.found(true);
            } else {
                announcement.trouble(
                        status < 0 ? command + " was not run to its end" : command + " exits with " + status);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            end(running);
        }
        return announcement.isOver();
    }

    private void end(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            LOG.debug("{}: {}, ignoring", command, e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
