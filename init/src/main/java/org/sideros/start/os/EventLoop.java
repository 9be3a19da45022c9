package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One platform thread in {@code epoll_wait(2)} for every descriptor the supervisor waits on, so that nothing else has to
 * block in native code. Handlers run on that thread and must not block; one that throws is reported and dropped.
 */
public final class EventLoop implements AutoCloseable {
    public static final int READABLE = 0x1;
    public static final int WRITABLE = 0x4;
    public static final int ERROR = 0x8;
    public static final int HANG_UP = 0x10;

    /**
     * Added to what is watched for: one event, then silence until {@link #modify}. The only way to be told of a hang-up
     * once, because the kernel reports it for as long as it lasts and whatever was asked for.
     */
    public static final int ONE_SHOT = 0x40000000;

    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_FLAGS = 0x80800;
    private static final int BATCH = 64;

    /** {@code struct epoll_event} is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;

    /** What to do when a descriptor is ready. */
    @FunctionalInterface
    public interface Handler {
        /** Called on the loop's thread with the ready bits. */
        void ready(int events);
    }

    /**
     * A handler, and which use of the descriptor number it is for: within one batch of events a descriptor can be closed
     * and its number given to another, who must not get the first one's event.
     */
    private record Watch(Handler handler, int generation) {}

    private final int epoll;
    private final Fd wakeUp;
    private final Map<Integer, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicInteger generations = new AtomicInteger();
    private final Consumer<Throwable> report;
    private volatile boolean closing;

    /** Starts the loop; {@code report} hears of handlers that threw. */
    public EventLoop(Consumer<Throwable> report) throws PosixException {
        this.report = report;
        try {
            epoll = LibC.epoll_create1(EPOLL_CLOEXEC);
            wakeUp = new Fd(LibC.eventfd(0, EFD_FLAGS));
        } catch (LastErrorException e) {
            throw new PosixException("epoll_create", e.getErrorCode());
        }
        control(EPOLL_CTL_ADD, wakeUp.number(), READABLE, 0);
        Thread.ofPlatform().name("event-loop").daemon().start(this::run);
    }

    /** Watches {@code fd} until {@link #remove}; level-triggered. */
    public void add(int fd, int events, Handler handler) throws PosixException {
        Watch watch = new Watch(handler, generations.incrementAndGet());
        watches.put(fd, watch);
        try {
            control(EPOLL_CTL_ADD, fd, events, watch.generation());
        } catch (PosixException e) {
            watches.remove(fd);
            throw e;
        }
    }

    /** Changes what {@code fd} is watched for; 0 watches for errors and hang-up only. */
    public void modify(int fd, int events) throws PosixException {
        Watch watch = watches.get(fd);
        if (watch == null) {
            throw new PosixException("epoll_ctl", Errno.ENOENT);
        }
        control(EPOLL_CTL_MOD, fd, events, watch.generation());
    }

    /** Stops watching {@code fd}; to be called before the descriptor is closed. */
    public void remove(int fd) {
        if (watches.remove(fd) != null) {
            try {
                control(EPOLL_CTL_DEL, fd, 0, 0);
            } catch (PosixException e) {
                report.accept(e);
            }
        }
    }

    private void control(int operation, int fd, int events, int generation) throws PosixException {
        try (Memory event = new Memory(EVENT_SIZE)) {
            event.setInt(0, events);
            event.setLong(DATA_OFFSET, (long) generation << Integer.SIZE | fd);
            LibC.epoll_ctl(epoll, operation, fd, event);
        } catch (LastErrorException e) {
            throw new PosixException("epoll_ctl", e.getErrorCode());
        }
    }

    private void run() {
        try (Memory events = new Memory((long) BATCH * EVENT_SIZE)) {
            while (!closing) {
                int n = waitForEvents(events);
                for (int i = 0; i < n; i++) {
                    long at = (long) i * EVENT_SIZE;
                    dispatch(events.getLong(at + DATA_OFFSET), events.getInt(at));
                }
            }
        } finally {
            // Not before close() has used the one: its number could be another file's by then.
            synchronized (this) {
                wakeUp.close();
                new Fd(epoll).close();
            }
        }
    }

    private int waitForEvents(Memory events) {
        try {
            return LibC.epoll_wait(epoll, events, BATCH, -1);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EINTR) {
                report.accept(new PosixException("epoll_wait", e.getErrorCode()));
            }
            return 0;
        }
    }

    private void dispatch(long data, int events) {
        int fd = (int) data;
        Watch watch = watches.get(fd);
        if (watch == null || watch.generation() != (int) (data >> Integer.SIZE)) {
            return;
        }
        try {
            watch.handler().ready(events);
        } catch (RuntimeException | Error e) {
            remove(fd);
            report.accept(e);
        }
    }

    /** Ends the loop, soon and without waiting; descriptors still watched stay open. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            try {
                wakeUp.write(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            } catch (PosixException e) {
                report.accept(e);
            }
        }
    }
}
