package org.sideros.start.readiness;

import java.util.ArrayList;
import java.util.List;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptors kept for one service over its restarts, {@code FDSTORE=1} of sd_notify(3). One whose other end is gone is
 * let go, unless it was asked not to look. Any thread may use it.
 */
public final class FdStore implements AutoCloseable {
    /** The name of descriptors that came without one. */
    public static final String NO_NAME = "stored";

    private static final Logger LOG = LoggerFactory.getLogger(FdStore.class);

    private final String service;
    private final EventLoop loop;
    private final int limit;
    private final List<Stored> stored = new ArrayList<>();
    private boolean closed;

    /** One descriptor and the name it was given. */
    public record Stored(String name, Fd fd) {}

    /** An empty store of at most {@code limit} descriptors. */
    public FdStore(String service, EventLoop loop, int limit) {
        this.service = service;
        this.loop = loop;
        this.limit = limit;
    }

    /** Takes over descriptors; those that are there already, or too many, are closed. */
    public void add(String name, List<Fd> fds, boolean poll) {
        synchronized (this) {
            for (Fd fd : fds) {
                if (closed || isKnown(fd)) {
                    fd.close();
                } else if (stored.size() >= limit) {
                    LOG.warn("{}: more than {} stored descriptors, closing one named {}", service, limit, name);
                    fd.close();
                } else {
                    stored.add(new Stored(name, fd));
                    if (poll) {
                        watch(fd);
                    }
                }
            }
        }
    }

    /** Closes all of that name. */
    public void remove(String name) {
        synchronized (this) {
            List<Stored> named =
                    stored.stream().filter(s -> s.name().equals(name)).toList();
            named.forEach(this::letGo);
        }
    }

    /**
     * Duplicates of what is kept, in the order it came; the caller's to close. The kept ones themselves may be let go at
     * any moment, and their numbers given to other files.
     */
    public List<Stored> descriptors() throws PosixException {
        List<Stored> duplicates = new ArrayList<>();
        boolean done = false;
        synchronized (this) {
            try {
                for (Stored one : stored) {
                    duplicates.add(new Stored(one.name(), one.fd().duplicate()));
                }
                done = true;
                return duplicates;
            } finally {
                if (!done) {
                    duplicates.forEach(one -> one.fd().close());
                }
            }
        }
    }

    /** The names of what is kept, in the order it came. */
    public List<String> names() {
        synchronized (this) {
            return stored.stream().map(Stored::name).toList();
        }
    }

    private boolean isKnown(Fd fd) {
        return stored.stream().anyMatch(s -> Kernel.isSameFile(s.fd(), fd));
    }

    /** Asks for nothing: hang-up and error are told unasked. Regular files cannot be watched, and never hang up. */
    private void watch(Fd fd) {
        try {
            loop.add(fd.number(), 0, _ -> hungUp(fd));
        } catch (PosixException e) {
            LOG.debug("{}: stored descriptor {}: {}, ignoring", service, fd.number(), e.getMessage());
        }
    }

    private void hungUp(Fd fd) {
        synchronized (this) {
            stored.stream().filter(s -> s.fd() == fd).toList().forEach(gone -> {
                LOG.debug("{}: the other end of stored descriptor {} is gone, closing it", service, gone.name());
                letGo(gone);
            });
        }
    }

    private void letGo(Stored gone) {
        stored.remove(gone);
        loop.remove(gone.fd().number());
        gone.fd().close();
    }

    /** Closes everything; what is added later is closed at once. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            List.copyOf(stored).forEach(this::letGo);
        }
    }
}
