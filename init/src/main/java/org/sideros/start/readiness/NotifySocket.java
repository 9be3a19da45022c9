package org.sideros.start.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sideros.start.os.Datagram;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.UnixAddress;
import org.sideros.start.os.UnixDatagramSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket in a service's {@code NOTIFY_SOCKET}. Read by the event loop, and by whoever drains it; messages reach the
 * receiver one at a time, in the order they were sent. Any thread may drain and close.
 */
public final class NotifySocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    /** As in systemd: longer ones are nothing sd_notify(3) sends. */
    private static final int LONGEST = 4096;

    /** Everyone may send, because the service may run as any user; who did is known by the credentials. */
    private static final int MODE = 0777;

    /** Read in one go on the loop's thread, so that a flood leaves it to others in between. */
    private static final int BATCH = 64;

    /** Read past what the queue can hold while draining: senders that slip in between do not hold it up for ever. */
    private static final int SLACK = 64;

    private static final Path QUEUE_LENGTH = Path.of("/proc/sys/net/unix/max_dgram_qlen");

    /** Longest queue to count with where the kernel does not tell. */
    private static final int UNKNOWN_QUEUE = 4096;

    private static final long WARNING_PERIOD = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final String address;
    private final UnixDatagramSocket socket;
    private final Consumer<NotifyMessage> receiver;
    private final int queue = queueLength();
    private final ReentrantLock reading = new ReentrantLock();
    private final MessageBudget budget = new MessageBudget();
    private final Throttle warnings = new Throttle(WARNING_PERIOD);
    private long dropped;
    private volatile boolean closed;

    private NotifySocket(EventLoop loop, String address, UnixDatagramSocket socket, Consumer<NotifyMessage> receiver) {
        this.loop = loop;
        this.address = address;
        this.socket = socket;
        this.receiver = receiver;
    }

    /**
     * Makes the socket and listens.
     *
     * @param address an absolute path, whose directory is made if it is missing, or {@code @name}
     * @param owner user the file is given to; -1 for our own
     * @param receiver is given each message, and with it the descriptors it is to store, or that of a barrier, whose
     *     closing is the answer: all that came before has been dealt with; on the loop's thread or on that which
     *     drains, must not block
     * @throws PosixException {@code EADDRINUSE} when another process receives there, {@code EEXIST} when what is there is
     *     no socket
     */
    public static NotifySocket open(EventLoop loop, String address, int owner, Consumer<NotifyMessage> receiver)
            throws PosixException {
        if (!UnixAddress.isAbstract(address)) {
            makeDirectory(Path.of(address).getParent());
        }
        UnixDatagramSocket socket = UnixDatagramSocket.bind(address, LONGEST, MODE, owner);
        NotifySocket notify = new NotifySocket(loop, address, socket, receiver);
        try {
            loop.add(socket.fd().number(), EventLoop.READABLE, _ -> notify.read(BATCH));
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
        return notify;
    }

    /** What belongs into {@code NOTIFY_SOCKET}. */
    public String address() {
        return address;
    }

    /**
     * Delivers everything that was sent until now, on this thread. What a process sent before it ended is then known
     * before its end is handled.
     */
    public void drain() {
        read(queue + SLACK);
    }

    /** How many messages were not delivered: too many, too long, or from nobody. */
    public long dropped() {
        reading.lock();
        try {
            return dropped;
        } finally {
            reading.unlock();
        }
    }

    private void read(int most) {
        // A receiver that drains is already being told in order.
        if (reading.isHeldByCurrentThread()) {
            return;
        }
        reading.lock();
        try {
            for (int i = 0; i < most && !closed; i++) {
                Datagram datagram = socket.receive();
                if (datagram == null) {
                    return;
                }
                take(datagram);
            }
        } catch (PosixException e) {
            if (warnings.permits(System.nanoTime())) {
                LOG.warn("{}: {}, trying again", address, e.getMessage());
            }
        } finally {
            reading.unlock();
        }
    }

    private void take(Datagram datagram) {
        Deque<Fd> left = new ArrayDeque<>(datagram.fds());
        try {
            String fault = fault(datagram);
            if (fault != null) {
                drop(datagram.pid(), fault);
                return;
            }
            NotifyMessage message =
                    NotifyMessage.parse(datagram.bytes(), datagram.pid(), datagram.uid(), datagram.fds());
            if (!budget.allows(message.pid(), message.isMoreThanChatter(), System.nanoTime())) {
                drop(datagram.pid(), "more messages than " + MessageBudget.PER_SENDER + " a second");
                return;
            }
            if (message.barrier() && datagram.fds().size() != 1) {
                drop(datagram.pid(), "BARRIER=1 with " + datagram.fds().size() + " descriptors instead of one");
                return;
            }
            if (message.fdStore() || message.barrier()) {
                receiver.accept(message);
                left.clear();
            } else {
                receiver.accept(message.withoutFds());
            }
        } catch (RuntimeException e) {
            // One message that cannot be handled must not cost the service its socket.
            LOG.error("{}: a message from {} was not handled, ignoring", address, datagram.pid(), e);
        } finally {
            left.forEach(Fd::close);
        }
    }

    private static @Nullable String fault(Datagram datagram) {
        if (datagram.pid() <= 0) {
            return "a sender that cannot be seen from here";
        }
        return datagram.truncated() ? "a message over " + LONGEST + " bytes, or too many descriptors" : null;
    }

    private void drop(int pid, String why) {
        dropped++;
        if (warnings.permits(System.nanoTime())) {
            LOG.warn("{}: {} from process {}, dropping ({} dropped so far)", address, why, pid, dropped);
        }
    }

    /** Ends listening; what is still queued is lost. The file is removed. */
    @Override
    public void close() {
        closed = true;
        reading.lock();
        try {
            loop.remove(socket.fd().number());
            socket.close();
        } finally {
            reading.unlock();
        }
    }

    /** Makes what is missing of a directory, for everyone to pass through whatever our umask is. */
    private static void makeDirectory(@Nullable Path directory) throws PosixException {
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        makeDirectory(directory.getParent());
        try {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw new PosixException("mkdir " + directory + " (" + e.getMessage() + ")", Errno.EIO);
            }
        }
    }

    private static int queueLength() {
        try {
            return Integer.parseInt(Files.readString(QUEUE_LENGTH).strip());
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN_QUEUE;
        }
    }
}
