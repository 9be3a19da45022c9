package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.PosixException;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.readiness.PidFile;
import org.sideros.start.readiness.PidFileWatch;
import org.sideros.start.service.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the main process of a service whose parent process has left: by its pid file, or else as the only process
 * left. Used by the service's thread.
 */
final class MainSearch {
    private static final Logger LOG = LoggerFactory.getLogger(MainSearch.class);
    /** A daemon that forks twice is two processes for a moment. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final long PASS_NANOS = 10_000_000L;
    /** The first fork of two is alone as well, until it has done the second. */
    private static final int SETTLED = 5;

    private static final Event UNKNOWN = new Event.MainFound(0);

    private final String name;
    private final Machine machine;
    private final ServiceProcesses processes;
    private final ProcessListener listener;
    private final Consumer<Mail> mailbox;
    private @Nullable PidFileWatch watch;
    private long due = Long.MAX_VALUE;
    private long latest;
    /** The only process of the last pass, 0 for none, and for how many passes it has been that. */
    private int lonely;

    private int passes;
    /** Why the pid file names nobody yet; told by the watch. */
    private volatile String refusal = "";

    MainSearch(
            String name,
            Machine machine,
            ServiceProcesses processes,
            ProcessListener listener,
            Consumer<Mail> mailbox) {
        this.name = name;
        this.machine = machine;
        this.processes = processes;
        this.listener = listener;
        this.mailbox = mailbox;
    }

    /** What an earlier run has left must not be taken for this one's. */
    void forget(ServiceConfig config) {
        config.pidFile().ifPresent(file -> {
            try {
                PidFile.removeStale(file);
            } catch (PosixException e) {
                LOG.warn("{}: stale pid file {}: {}, ignoring", name, file, e.getMessage());
            }
        });
    }

    void begin(ServiceConfig config) {
        Path file = config.pidFile().orElse(null);
        if (file == null) {
            due = System.nanoTime();
            lonely = 0;
            passes = 0;
            latest = due + PATIENCE_NANOS;
            return;
        }
        watch = PidFile.watch(
                machine.loop(),
                file,
                processes.membership()::test,
                found -> mailbox.accept(new Mail.PidFileNames(found.pid())),
                why -> refusal = why);
    }

    /** No longer; {@code found} or given up, which the last refusal may explain. */
    void end(boolean found) {
        due = Long.MAX_VALUE;
        if (!found && !refusal.isEmpty()) {
            LOG.warn("{}: no main process: {}", name, refusal);
        }
        refusal = "";
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** When to {@link #look}; {@code Long.MAX_VALUE} for never. */
    long due() {
        return due;
    }

    /** The only process there is, once there is only one; none to be told when there are several for good. */
    Optional<Event> look() {
        List<Integer> all = processes.candidates();
        int only = all.size() == 1 ? all.getFirst() : 0;
        passes = only != 0 && only == lonely ? passes + 1 : 0;
        lonely = only;
        if (passes >= SETTLED && processes.adopt(only, listener)) {
            return Optional.of(new Event.MainFound(only));
        }
        if (System.nanoTime() >= latest && all.size() > 1) {
            LOG.warn(
                    "{}: {} processes and no pid_file to tell the main one: runs until all are gone", name, all.size());
            return Optional.of(UNKNOWN);
        }
        due = System.nanoTime() + PASS_NANOS;
        return Optional.empty();
    }
}
