package org.sideros.start.process;

import org.sideros.start.os.Children;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaps what is reparented to this process and is nobody's main process. Needed where no shim does it: one platform
 * thread, blocked in waitid(2) with {@code WNOWAIT}, so that a child of the table is only seen here and reaped there.
 */
public final class OrphanReaper {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);

    private final ProcessTable table;

    private OrphanReaper(ProcessTable table) {
        this.table = table;
    }

    /** Makes this process the parent of its orphaned descendants, and starts to reap them. */
    public static void start(ProcessTable table) throws PosixException {
        Children.becomeSubreaper();
        OrphanReaper reaper = new OrphanReaper(table);
        Thread.ofPlatform().name("reaper").daemon().start(reaper::run);
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                int pid = Children.awaitEnded();
                if (pid == 0) {
                    table.awaitAny();
                } else if (!table.awaitReaped(pid)) {
                    Children.discard(pid);
                    LOG.debug("reaped orphan {}", pid);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("reaper stopped");
        } catch (PosixException e) {
            LOG.error("{}: orphans are not reaped any more", e.getMessage());
        }
    }
}
