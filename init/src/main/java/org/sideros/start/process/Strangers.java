package org.sideros.start.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.sideros.start.os.WaitStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together the two halves of the end of a process that is watched and not our child: that it has ended, which its
 * descriptor tells, and how, which only its reaper knows. Either may come first; the second may never come, if its reaper
 * tells nobody. Thread-safe.
 */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    /** The reaper's word is on its way when the process is gone; longer than any scheduling delay. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int REMEMBERED = 256;
    private static final WaitStatus UNKNOWN = new WaitStatus(false, 0, false);

    private final BiConsumer<Integer, WaitStatus> ended;
    private final Map<Integer, WaitStatus> reaped = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, WaitStatus> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final boolean reaperTells;

    /** {@code ended} hears the pid and how it ended, once. */
    Strangers(boolean reaperTells, BiConsumer<Integer, WaitStatus> ended) {
        this.reaperTells = reaperTells;
        this.ended = ended;
    }

    /** The process that has this number now is alive: what was known of another one is void. */
    synchronized void forget(int pid) {
        reaped.remove(pid);
    }

    /** The watched process {@code pid} is gone. */
    void ended(int pid) {
        WaitStatus status;
        synchronized (this) {
            status = reaped.remove(pid);
        }
        if (status != null) {
            ended.accept(pid, status);
        } else if (reaperTells) {
            Thread.ofVirtual().name("end of " + pid).start(() -> giveUp(pid));
        } else {
            LOG.debug("pid {} is no child of ours: nobody tells how it ended", pid);
            ended.accept(pid, UNKNOWN);
        }
    }

    private void giveUp(int pid) {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.debug("pid {}: nobody told how it ended", pid);
        ended.accept(pid, UNKNOWN);
    }

    /** The reaper of orphans has reaped {@code pid}. */
    void reaped(int pid, WaitStatus status) {
        synchronized (this) {
            reaped.put(pid, status);
        }
        ended.accept(pid, status);
    }
}
