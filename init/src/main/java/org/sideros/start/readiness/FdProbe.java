package org.sideros.start.readiness;

import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.PosixException;

/** Waits for a newline on a pipe, as s6 does. Read on the event loop's thread. */
final class FdProbe implements Probe.Work {
    /** What is before the newline is of no interest, so it is passed over in pieces. */
    private static final int PIECE = 4096;

    private final EventLoop loop;
    private final Fd fd;
    private final Announcement<Boolean> announcement;
    private boolean closed;

    /** Takes over {@code fd}, which does not block. */
    FdProbe(EventLoop loop, Fd fd, Announcement<Boolean> announcement) {
        this.loop = loop;
        this.fd = fd;
        this.announcement = announcement;
        try {
            loop.add(fd.number(), EventLoop.READABLE, _ -> readable());
        } catch (PosixException e) {
            fd.close();
            announcement.trouble("the descriptor for readiness cannot be watched: " + e.getMessage());
        }
    }

    private void readable() {
        byte[] bytes;
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                bytes = fd.read(PIECE);
            } catch (PosixException e) {
                if (e.errno() != Errno.EAGAIN) {
                    close();
                    announcement.trouble("the descriptor for readiness cannot be read: " + e.getMessage());
                }
                return;
            }
        }
        if (bytes.length == 0) {
            close();
            announcement.trouble("the descriptor for readiness was closed without a newline");
        }
        for (byte b : bytes) {
            if (b == '\n') {
                close();
                announcement.found(true);
                return;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                loop.remove(fd.number());
                fd.close();
            }
        }
    }
}
