package org.sideros.start.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sideros.start.os.Children;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.PidFd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Spawn;
import org.sideros.start.os.WaitStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that services consist of by name, main processes and hooks: spawns them through the executor, watches each by its pidfd, and reaps it when it
 * has ended. Thread-safe. Spawning and registering are one step under the lock, so that nobody can take a child that has
 * just been born and died for a stranger.
 */
public final class ProcessTable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTable.class);
    private static final int RECORD = 2 * Integer.BYTES;
    private static final int REPORT_LIMIT = 4096;

    private final EventLoop loop;
    private final Path executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Strangers strangers;

    /** One process with all we hold of it; touched by the loop's thread, and under the lock until registered. */
    private static final class Entry {
        final PidFd pidFd;
        final Optional<Fd> report;
        final ProcessListener listener;
        boolean ready;
        boolean failed;
        boolean reported;

        Entry(PidFd pidFd, Optional<Fd> report, ProcessListener listener) {
            this.pidFd = pidFd;
            this.report = report;
            this.listener = listener;
            this.reported = report.isEmpty();
        }
    }

    /** A table whose processes are started through {@code executor}, the path of {@code start-exec}. */
    public ProcessTable(EventLoop loop, Path executor) {
        this(loop, executor, false);
    }

    /** Likewise; {@code reaperTells}: {@link #orphanReaped} will be told of every orphan. */
    public ProcessTable(EventLoop loop, Path executor, boolean reaperTells) {
        this.loop = loop;
        this.executor = executor;
        this.strangers = new Strangers(reaperTells, this::strangerEnded);
    }

    /**
     * Starts a process and returns its pid. Never blocks for long; the listener hears the rest. Closes nothing of the
     * caller's.
     *
     * @throws PosixException when it could not even be begun: no processes, memory or descriptors left, or no executor
     */
    public int spawn(LaunchSpec spec, ProcessListener listener) throws PosixException {
        Fd[] pipe = Spawn.pipe();
        Fd read = pipe[0];
        lock.lock();
        try (Fd write = pipe[1]) {
            int pid = spec.confinement().privatePids() ? spawnApart(spec, write) : spawn(spec, write, -1);
            register(pid, read, listener);
            changed.signalAll();
            return pid;
        } catch (PosixException e) {
            read.close();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Starts the executor; descriptors are handed over under their own numbers. */
    private int spawn(LaunchSpec spec, Fd report, int pidTo) throws PosixException {
        Set<Integer> handed = new TreeSet<>(List.of(report.number()));
        if (pidTo >= 0) {
            handed.add(pidTo);
        }
        spec.descriptors().forEach(d -> handed.add(d.ours()));
        return Spawn.spawn(
                executor.toString(), spec.arguments(report.number(), pidTo), spec.environmentWords(), handed);
    }

    /**
     * Starts a process in a pid namespace of its own. A process cannot move into one: the executor has to fork, makes the
     * result our child in its own place ({@code CLONE_PARENT} of clone(2)), and tells us its pid first of all. So the
     * process that we watch and signal is the service itself. The wait is as long as the fork.
     */
    private int spawnApart(LaunchSpec spec, Fd report) throws PosixException {
        Fd[] pipe = Spawn.waitingPipe();
        try (Fd read = pipe[0]) {
            int first;
            try (Fd write = pipe[1]) {
                first = spawn(spec, report, write.number());
            }
            byte[] pid = read.read(Integer.BYTES);
            if (pid.length < Integer.BYTES) {
                return first; // It has failed before, and reports that.
            }
            Children.kill(first);
            return ByteBuffer.wrap(pid).order(ByteOrder.nativeOrder()).getInt();
        }
    }

    /** A process that cannot be watched must not run. */
    private void register(int pid, Fd report, ProcessListener listener) throws PosixException {
        PidFd held = null;
        try {
            held = PidFd.open(pid);
            Entry entry = new Entry(held, Optional.of(report), listener);
            loop.add(report.number(), EventLoop.READABLE, _ -> drain(entry));
            loop.add(held.fd().number(), EventLoop.READABLE, _ -> ended(entry));
            entries.put(pid, entry);
        } catch (PosixException e) {
            Children.kill(pid);
            loop.remove(report.number());
            if (held != null) {
                held.close();
            }
            throw e;
        }
    }

    /** Reads what the executor says; its end without a failure is the sign that the program was executed. */
    private void drain(Entry entry) {
        Fd report = entry.report.orElse(null);
        if (entry.reported || report == null) {
            return;
        }
        byte[] bytes;
        try {
            bytes = report.read(REPORT_LIMIT);
        } catch (PosixException e) {
            if (e.errno() == Errno.EAGAIN) {
                return;
            }
            LOG.warn("report of pid {}: {}, ignoring", entry.pidFd.pid(), e.getMessage());
            bytes = new byte[0];
        }
        if (bytes.length == 0) {
            closeReport(entry);
            if (entry.ready && !entry.failed) {
                entry.listener.executed(entry.pidFd.pid());
            }
            return;
        }
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        while (records.remaining() >= RECORD && !entry.failed) {
            ExecutorStep step = ExecutorStep.of(records.getInt());
            int errno = records.getInt();
            if (step == ExecutorStep.READY) {
                entry.ready = true;
            } else {
                entry.failed = true;
                // Nothing follows a failure but its text, which was written with it in one go.
                String object = UTF_8.decode(records).toString();
                entry.listener.notExecuted(entry.pidFd.pid(), new ExecutorFailure(step, errno, object));
            }
        }
    }

    private void closeReport(Entry entry) {
        entry.reported = true;
        entry.report.ifPresent(report -> {
            loop.remove(report.number());
            report.close();
        });
    }

    /** The process is a zombie: what it reported comes first, then its status; then its number is free. */
    private void ended(Entry entry) {
        // At most three reads: the records, what came while we read them, and the end.
        for (int i = 0; i < 3 && !entry.reported; i++) {
            drain(entry);
        }
        if (!entry.reported) {
            // A process that was being spawned at the same time holds the other end until its exec. Nothing more can
            // come of a dead one, though: it had got to its program, if it had not failed.
            closeReport(entry);
            if (entry.ready && !entry.failed) {
                entry.listener.executed(entry.pidFd.pid());
            }
        }
        int pid = entry.pidFd.pid();
        WaitStatus status;
        lock.lock();
        try {
            status = entry.pidFd.reap().orElse(null);
            if (status == null) {
                return;
            }
            forget(entry);
        } catch (PosixException e) {
            if (e.errno() == Errno.ECHILD && entry.report.isEmpty()) {
                loop.remove(entry.pidFd.fd().number());
                strangers.ended(pid);
                return;
            }
            LOG.error("pid {}: {}; its exit status is lost", pid, e.getMessage());
            status = new WaitStatus(false, 255, false);
            forget(entry);
        } finally {
            lock.unlock();
        }
        entry.listener.exited(pid, status);
    }

    /**
     * Watches a process that somebody else started, as if it was ours: the listener hears of its exit. The caller looks
     * afterwards whether it is still the process that was meant: only from now on its number cannot be reused unseen.
     *
     * @throws PosixException when there is no such process
     */
    public void adopt(int pid, ProcessListener listener) throws PosixException {
        lock.lock();
        try {
            Entry entry = new Entry(PidFd.open(pid), Optional.empty(), listener);
            strangers.forget(pid);
            entries.put(pid, entry);
            try {
                loop.add(entry.pidFd.fd().number(), EventLoop.READABLE, _ -> ended(entry));
            } catch (PosixException e) {
                entries.remove(pid);
                entry.pidFd.close();
                throw e;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Watches an adopted process no more; its listener hears nothing. */
    public void abandon(int pid) {
        lock.lock();
        try {
            Entry entry = entries.get(pid);
            if (entry != null && entry.report.isEmpty()) {
                forget(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever reaps orphans in our place tells here what it has reaped. */
    public void orphanReaped(int pid, WaitStatus status) {
        strangers.reaped(pid, status);
    }

    /** An adopted process is gone; {@code status} is what became known of its end. */
    private void strangerEnded(int pid, WaitStatus status) {
        Entry entry;
        lock.lock();
        try {
            entry = entries.get(pid);
            if (entry == null || entry.report.isPresent()) {
                return;
            }
            forget(entry);
        } finally {
            lock.unlock();
        }
        entry.listener.exited(pid, status);
    }

    private void forget(Entry entry) {
        entries.remove(entry.pidFd.pid());
        loop.remove(entry.pidFd.fd().number());
        entry.pidFd.close();
        changed.signalAll();
    }

    /** Sends a signal to a process of this table; false when it has ended. Can never reach another one. */
    public boolean signal(int pid, int signal) throws PosixException {
        lock.lock();
        try {
            Entry entry = entries.get(pid);
            return entry != null && entry.pidFd.signal(signal);
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@code pid} is a main process of ours that has not been reaped. */
    public boolean contains(int pid) {
        lock.lock();
        try {
            return entries.containsKey(pid);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code pid} is reaped, if it is ours; false at once if it is not. */
    boolean awaitReaped(int pid) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!entries.containsKey(pid)) {
                return false;
            }
            while (entries.containsKey(pid)) {
                changed.await();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is some process in the table. */
    void awaitAny() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
