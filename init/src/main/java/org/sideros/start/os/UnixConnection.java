package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One accepted connection of a Unix stream socket, with calls that wait: a virtual thread parks on a condition until the
 * event loop says that the descriptor is ready, so no carrier is ever held. One reader and one writer at a time; any
 * thread may close, which wakes both.
 */
public final class UnixConnection implements AutoCloseable {
    /** A time limit that never comes. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int UCRED_SIZE = 12;

    /** MSG_DONTWAIT and MSG_NOSIGNAL: never wait in the kernel, never SIGPIPE. */
    private static final int FLAGS = 0x40 | 0x4000;

    /** What goes through native memory in one call; about what a socket buffer takes. */
    private static final int CHUNK = 64 * 1024;

    private final EventLoop loop;
    private final Fd fd;
    private final PeerCredentials peer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
    private int interest;
    private boolean closed;

    /** Takes over {@code fd}, a connected non-blocking socket; closes it when that fails. */
    UnixConnection(EventLoop loop, Fd fd) throws PosixException {
        this.loop = loop;
        this.fd = fd;
        try {
            this.peer = credentials(fd.number());
            loop.add(fd.number(), EventLoop.ONE_SHOT, this::ready);
        } catch (PosixException e) {
            fd.close();
            throw e;
        }
    }

    /** Who connected. */
    public PeerCredentials peer() {
        return peer;
    }

    /** Done when the peer has closed its end for good; a peer that only ended its sending still listens. */
    public CompletableFuture<Void> hungUp() {
        return hungUp;
    }

    /**
     * Waits for bytes and returns how many it put into {@code buffer}; -1 at the end.
     *
     * @throws PosixException {@code ETIMEDOUT} when none came in time, {@code EBADF} when this end was closed
     */
    public int read(byte[] buffer, Duration timeout) throws PosixException, InterruptedException {
        int limit = Math.min(buffer.length, CHUNK);
        try (Memory memory = new Memory(limit)) {
            int n = transfer(
                    "recv",
                    EventLoop.READABLE,
                    timeout,
                    () -> LibC.recv(fd.number(), memory, new NativeLong(limit), FLAGS)
                            .intValue());
            memory.read(0, buffer, 0, n);
            return n == 0 ? -1 : n;
        }
    }

    /**
     * Sends all of {@code bytes}.
     *
     * @param timeout for all of them together
     * @throws PosixException {@code ETIMEDOUT} when the peer did not take them in time, {@code EPIPE} when it is gone
     */
    public void write(byte[] bytes, Duration timeout) throws PosixException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Memory memory = new Memory(Math.max(1, Math.min(bytes.length, CHUNK)))) {
            for (int sent = 0; sent < bytes.length; ) {
                int length = Math.min(bytes.length - sent, CHUNK);
                memory.write(0, bytes, sent, length);
                sent += transfer(
                        "send",
                        EventLoop.WRITABLE,
                        Duration.ofNanos(deadline - System.nanoTime()),
                        () -> LibC.send(fd.number(), memory, new NativeLong(length), FLAGS)
                                .intValue());
            }
        }
    }

    @FunctionalInterface
    private interface Transfer {
        int attempt();
    }

    /** The lock is held over the system call, so that the number cannot be closed and reused under it. */
    private int transfer(String call, int event, Duration timeout, Transfer transfer)
            throws PosixException, InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw new PosixException(call, Errno.EBADF);
                }
                try {
                    return transfer.attempt();
                } catch (LastErrorException e) {
                    if (e.getErrorCode() == Errno.EINTR) {
                        continue;
                    }
                    if (e.getErrorCode() != Errno.EAGAIN) {
                        throw new PosixException(call, e.getErrorCode());
                    }
                }
                if (left <= 0) {
                    throw new PosixException(call, Errno.ETIMEDOUT);
                }
                left = await(event, left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long await(int event, long nanos) throws PosixException, InterruptedException {
        watch(interest | event);
        long left = nanos;
        while ((interest & event) != 0 && !closed && left > 0) {
            left = changed.awaitNanos(left);
        }
        if (!closed && (interest & event) != 0) {
            watch(interest & ~event);
        }
        return left;
    }

    private void watch(int events) throws PosixException {
        interest = events;
        loop.modify(fd.number(), events | EventLoop.ONE_SHOT);
    }

    /** On the event loop's thread. The lock is only ever held for the length of one call that does not wait. */
    private void ready(int events) {
        boolean gone = (events & (EventLoop.HANG_UP | EventLoop.ERROR)) != 0;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (gone) {
                interest = 0;
            } else {
                watch(interest & ~events);
            }
            changed.signalAll();
        } catch (PosixException e) {
            close();
        } finally {
            lock.unlock();
        }
        if (gone) {
            hungUp.complete(null);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            loop.remove(fd.number());
            fd.close();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static PeerCredentials credentials(int fd) throws PosixException {
        try (Memory ucred = new Memory(UCRED_SIZE);
                Memory length = new Memory(Integer.BYTES)) {
            length.setInt(0, UCRED_SIZE);
            LibC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred, length);
            int gid = ucred.getInt(8);
            List<Integer> groups = new ArrayList<>();
            groups.add(gid);
            for (int group : supplementaryGroups(fd)) {
                if (group != gid) {
                    groups.add(group);
                }
            }
            return new PeerCredentials(ucred.getInt(0), ucred.getInt(4), gid, groups);
        } catch (LastErrorException e) {
            throw new PosixException("getsockopt SO_PEERCRED", e.getErrorCode());
        }
    }

    /** The kernel says how much room it needs when there is too little. */
    private static int[] supplementaryGroups(int fd) throws PosixException {
        try (Memory length = new Memory(Integer.BYTES)) {
            int size = 64 * Integer.BYTES;
            while (true) {
                try (Memory groups = new Memory(size)) {
                    length.setInt(0, size);
                    LibC.getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, length);
                    return groups.getIntArray(0, length.getInt(0) / Integer.BYTES);
                } catch (LastErrorException e) {
                    if (e.getErrorCode() != Errno.ERANGE || length.getInt(0) <= size) {
                        throw new PosixException("getsockopt SO_PEERGROUPS", e.getErrorCode());
                    }
                    size = length.getInt(0);
                }
            }
        }
    }
}
