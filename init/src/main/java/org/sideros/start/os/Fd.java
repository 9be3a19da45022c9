package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;

/** One open descriptor of ours. Closing twice is harmless; any thread may close. */
public final class Fd implements AutoCloseable {
    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;

    private static final int F_DUPFD_CLOEXEC = 1030;

    private final int number;
    private boolean open = true;

    /** Takes over the descriptor {@code number}. */
    public Fd(int number) {
        this.number = number;
    }

    /** The number; meaningless after {@link #close}. */
    public int number() {
        return number;
    }

    /**
     * Reads what is there, at most {@code limit} bytes; empty at the end of the file.
     *
     * @throws PosixException {@code EAGAIN} when nothing is there and the descriptor does not block
     */
    public byte[] read(int limit) throws PosixException {
        try (Memory buffer = new Memory(limit)) {
            while (true) {
                try {
                    int n = LibC.read(number, buffer, new NativeLong(limit)).intValue();
                    return buffer.getByteArray(0, n);
                } catch (LastErrorException e) {
                    if (e.getErrorCode() != Errno.EINTR) {
                        throw new PosixException("read", e.getErrorCode());
                    }
                }
            }
        }
    }

    /** Another descriptor of the same open file, close-on-exec (F_DUPFD_CLOEXEC of fcntl(2)). */
    public Fd duplicate() throws PosixException {
        try {
            return new Fd(LibC.fcntl(number, F_DUPFD_CLOEXEC, 0));
        } catch (LastErrorException e) {
            throw new PosixException("fcntl F_DUPFD_CLOEXEC", e.getErrorCode());
        }
    }

    /** Writes {@code bytes} in one call and returns how many went out. */
    public int write(byte[] bytes) throws PosixException {
        try (Memory buffer = new Memory(Math.max(1, bytes.length))) {
            buffer.write(0, bytes, 0, bytes.length);
            while (true) {
                try {
                    return LibC.write(number, buffer, new NativeLong(bytes.length))
                            .intValue();
                } catch (LastErrorException e) {
                    if (e.getErrorCode() != Errno.EINTR) {
                        throw new PosixException("write", e.getErrorCode());
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        try {
            LibC.close(number);
        } catch (LastErrorException e) {
            // close(2) releases the descriptor whatever it returns; nothing of ours is lost with it.
        }
    }
}
