package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix datagram socket that hears of every sender's credentials and takes descriptors (SCM_CREDENTIALS and SCM_RIGHTS
 * of unix(7)). Never waits. Any thread may receive and close.
 */
public final class UnixDatagramSocket implements AutoCloseable {
    private static final int SOCK_DGRAM_FLAGS = 2 | Fd.O_CLOEXEC | Fd.O_NONBLOCK;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PASSCRED = 16;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;

    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /** {@code struct msghdr} and {@code struct cmsghdr} of 64-bit Linux. */
    private static final int HEADER_SIZE = 56;

    private static final int IOV = 16;
    private static final int IOV_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int CONTROL_HEADER = 16;

    /** Room for credentials and the most descriptors the kernel passes at once (SCM_MAX_FD, 253). */
    private static final int CONTROL_SIZE = 2048;

    private final String address;
    private final Fd fd;
    private final int limit;
    private final Memory content;
    private final Memory control = new Memory(CONTROL_SIZE);
    private final Memory vector = new Memory(16);
    private final Memory header = new Memory(HEADER_SIZE);
    private @Nullable Object identity;
    private boolean closed;

    private UnixDatagramSocket(String address, Fd fd, int limit) {
        this.address = address;
        this.fd = fd;
        this.limit = limit;
        content = new Memory(limit);
        vector.setPointer(0, content);
        vector.setLong(8, limit);
        header.clear();
        header.setPointer(IOV, vector);
        header.setLong(IOV_COUNT, 1);
        header.setPointer(CONTROL, control);
    }

    /**
     * Makes the socket at an absolute path or {@code @name}. Credentials are asked for before it has a name, so that no
     * datagram comes without them. A socket that a dead process left is replaced.
     *
     * @param limit longest datagram that is received whole
     * @param mode rights of the file
     * @param owner user of the file, -1 for our own
     * @throws PosixException {@code EADDRINUSE} when another process receives there, {@code EEXIST} when what is there is
     *     no socket, {@code ENAMETOOLONG} beyond 107 bytes
     */
    public static UnixDatagramSocket bind(String address, int limit, int mode, int owner) throws PosixException {
        UnixDatagramSocket socket = new UnixDatagramSocket(address, socket(address), limit);
        boolean done = false;
        try (Memory name = UnixAddress.encode(address);
                Memory on = new Memory(Integer.BYTES)) {
            on.setInt(0, 1);
            LibC.setsockopt(socket.fd.number(), SOL_SOCKET, SO_PASSCRED, on, Integer.BYTES);
            if (!UnixAddress.isAbstract(address)) {
                clearTheWay(Path.of(address));
            }
            LibC.bind(socket.fd.number(), name, (int) name.size());
            if (!UnixAddress.isAbstract(address)) {
                socket.identity = identity(Path.of(address));
                if (owner >= 0) {
                    LibC.chown(address, owner, -1);
                }
                LibC.chmod(address, mode);
            }
            done = true;
            return socket;
        } catch (LastErrorException e) {
            throw new PosixException("bind " + address, e.getErrorCode());
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** The descriptor, to be watched for reading. */
    public Fd fd() {
        return fd;
    }

    /** The next datagram in the queue; null when there is none, or the socket is closed. */
    public @Nullable Datagram receive() throws PosixException {
        synchronized (this) {
            while (!closed) {
                header.setLong(CONTROL_LENGTH, CONTROL_SIZE);
                header.setInt(FLAGS, 0);
                try {
                    // MSG_TRUNC: the true length is returned, although only what fits is there.
                    int flags = MSG_DONTWAIT | MSG_CMSG_CLOEXEC | MSG_TRUNC;
                    return received(LibC.recvmsg(fd.number(), header, flags).intValue());
                } catch (LastErrorException e) {
                    if (e.getErrorCode() == Errno.EAGAIN) {
                        return null;
                    }
                    if (e.getErrorCode() != Errno.EINTR) {
                        throw new PosixException("recvmsg " + address, e.getErrorCode());
                    }
                }
            }
            return null;
        }
    }

    private Datagram received(int length) {
        boolean truncated = length > limit || (header.getInt(FLAGS) & (MSG_TRUNC | MSG_CTRUNC)) != 0;
        int pid = 0;
        int uid = -1;
        List<Fd> fds = new ArrayList<>();
        long end = header.getLong(CONTROL_LENGTH);
        for (long at = 0; at + CONTROL_HEADER <= end; ) {
            long size = control.getLong(at);
            if (size < CONTROL_HEADER || at + size > end) {
                break;
            }
            int type = control.getInt(at + 8) == SOL_SOCKET ? control.getInt(at + 12) : -1;
            if (type == SCM_CREDENTIALS) {
                pid = control.getInt(at + CONTROL_HEADER);
                uid = control.getInt(at + CONTROL_HEADER + 4);
            } else if (type == SCM_RIGHTS) {
                for (long i = at + CONTROL_HEADER; i < at + size; i += Integer.BYTES) {
                    fds.add(new Fd(control.getInt(i)));
                }
            }
            at += size + 7 & ~7L;
        }
        return new Datagram(content.getByteArray(0, Math.min(length, limit)), pid, uid, truncated, fds);
    }

    /** Closes, and removes the file where it is still this socket's. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (identity != null && identity.equals(identity(Path.of(address)))) {
                try {
                    LibC.unlink(address);
                } catch (LastErrorException e) {
                    // What is left there refuses datagrams and is replaced next time.
                }
            }
            fd.close();
            List.of(header, vector, control, content).forEach(Memory::close);
        }
    }

    private static Fd socket(String address) throws PosixException {
        try {
            return new Fd(LibC.socket(UnixAddress.AF_UNIX, SOCK_DGRAM_FLAGS, 0));
        } catch (LastErrorException e) {
            throw new PosixException("socket for " + address, e.getErrorCode());
        }
    }

    /** Leaves nothing at {@code path}, if what is there is a socket that nobody receives from. */
    private static void clearTheWay(Path path) throws PosixException {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & 0170000) != 0140000) {
                throw new PosixException("bind " + path + " (what is there is no socket: remove it)", Errno.EEXIST);
            }
            UnixAddress.tryConnect(path.toString());
        } catch (PosixException e) {
            if (e.errno() == Errno.ECONNREFUSED) {
                LibC.unlink(path.toString());
                return;
            }
            throw e;
        } catch (IOException e) {
            return;
        }
        throw new PosixException("bind " + path + " (another process receives there)", Errno.EADDRINUSE);
    }

    /** The kernel keeps the inode of a bound socket while that lives: its number is not given to another file. */
    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }
}
