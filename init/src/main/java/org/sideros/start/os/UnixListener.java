package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A Unix stream socket at a path, accepting on the event loop's thread. Any thread may close. */
public final class UnixListener implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_FLAGS = 1 | Fd.O_CLOEXEC | Fd.O_NONBLOCK;

    /** {@code sun_path} of unix(7) without its final NUL. */
    private static final int PATH_LIMIT = 107;

    /** More than can be open at once, so that a crowd is told so and does not hang in connect(2). */
    private static final int BACKLOG = 512;

    /** Connections taken in one go, so that a flood of them leaves the loop's thread to others in between. */
    private static final int ACCEPT_BATCH = 64;

    /** How long accepting rests when descriptors or memory ran out: the waiting connection keeps the socket readable. */
    private static final Duration REST = Duration.ofMillis(100);

    /** Where connections and troubles go; called on the event loop's thread, must not block. */
    public interface Clients {
        /** A new connection, now the callee's to close. */
        void connected(UnixConnection connection);

        /** Accepting failed and is tried again later. */
        void refused(PosixException cause);
    }

    private final EventLoop loop;
    private final Fd fd;
    private final Path path;
    private final @Nullable Object identity;
    private final Clients clients;
    private boolean closed;

    /** Takes over {@code fd}, a listening non-blocking socket that {@code path} leads to. */
    public UnixListener(EventLoop loop, Fd fd, Path path, Clients clients) throws PosixException {
        this.loop = loop;
        this.fd = fd;
        this.path = path;
        this.clients = clients;
        this.identity = identity(path);
        loop.add(fd.number(), EventLoop.READABLE, events -> accept());
    }

    /**
     * Makes the socket and listens. It is made under another name and renamed when its rights are right, so that nobody
     * ever connects past them; a socket that a dead process left is replaced.
     *
     * @param gid the group of the socket file; the process's own when empty
     * @throws PosixException {@code EADDRINUSE} when another process answers there, {@code EEXIST} when something that
     *     is no socket is in the way, {@code ENAMETOOLONG} beyond 107 bytes
     */
    public static UnixListener bind(EventLoop loop, Path path, int mode, OptionalInt gid, Clients clients)
            throws PosixException {
        Path made = path.resolveSibling("." + path.getFileName() + "." + LibC.getpid());
        checkLength(path, made);
        clearTheWay(path);
        Fd fd = socket("bind " + path);
        boolean done = false;
        try {
            Files.deleteIfExists(made);
            call("bind " + path, () -> {
                try (Memory address = address(made)) {
                    LibC.bind(fd.number(), address, (int) address.size());
                }
            });
            if (gid.isPresent()) {
                call("chown " + path, () -> LibC.chown(made.toString(), -1, gid.getAsInt()));
            }
            call("chmod " + path, () -> LibC.chmod(made.toString(), mode));
            call("listen " + path, () -> LibC.listen(fd.number(), BACKLOG));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            UnixListener listener = new UnixListener(loop, fd, path, clients);
            done = true;
            return listener;
        } catch (PosixException e) {
            throw e;
        } catch (IOException e) {
            throw new PosixException("rename " + path + " (" + e.getMessage() + ")", Errno.EIO);
        } finally {
            if (!done) {
                fd.close();
                discard(made);
            }
        }
    }

    /** The place this listens at. */
    public Path path() {
        return path;
    }

    /** Whether the path still leads to this socket: false when the file was removed or replaced. */
    public boolean pathIsOurs() {
        return identity != null && identity.equals(identity(path));
    }

    private void accept() {
        for (int i = 0; i < ACCEPT_BATCH; i++) {
            try {
                Fd accepted = acceptOne();
                if (accepted == null) {
                    return;
                }
                clients.connected(new UnixConnection(loop, accepted));
            } catch (PosixException e) {
                clients.refused(e);
            } catch (LastErrorException e) {
                switch (e.getErrorCode()) {
                    case Errno.EAGAIN -> {
                        return;
                    }
                    case Errno.EINTR, Errno.ECONNABORTED -> {
                        continue;
                    }
                    default -> {
                        clients.refused(new PosixException("accept " + path, e.getErrorCode()));
                        rest();
                        return;
                    }
                }
            }
        }
    }

    /** Under the lock, so that the number cannot be closed and reused meanwhile. */
    private @Nullable Fd acceptOne() {
        synchronized (this) {
            return closed ? null : new Fd(LibC.accept4(fd.number(), null, null, Fd.O_CLOEXEC | Fd.O_NONBLOCK));
        }
    }

    private void rest() {
        watch(0);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(REST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            watch(EventLoop.READABLE);
        });
    }

    private void watch(int events) {
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                loop.modify(fd.number(), events);
            } catch (PosixException e) {
                clients.refused(e);
            }
        }
    }

    /** Stops listening and removes the file where it is still this socket's; open connections stay. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            loop.remove(fd.number());
            if (pathIsOurs()) {
                discard(path);
            }
            fd.close();
        }
    }

    private static void checkLength(Path path, Path made) throws PosixException {
        int length = Math.max(bytes(path).length, bytes(made).length);
        if (length > PATH_LIMIT) {
            int spare = PATH_LIMIT - (length - bytes(path).length);
            throw new PosixException(
                    "bind " + path + " (" + bytes(path).length + " bytes, at most " + spare
                            + " fit: set a shorter runtime_dir)",
                    Errno.ENAMETOOLONG);
        }
    }

    /** Leaves only nothing or a dead socket at {@code path}; rename(2) then replaces it in one step. */
    private static void clearTheWay(Path path) throws PosixException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new PosixException("bind " + path + " (what is there is no socket: remove it)", Errno.EEXIST);
        }
        try (Fd probe = socket("connect " + path);
                Memory address = address(path)) {
            LibC.connect(probe.number(), address, (int) address.size());
            throw new PosixException("bind " + path + " (another process answers there)", Errno.EADDRINUSE);
        } catch (LastErrorException e) {
            switch (e.getErrorCode()) {
                case Errno.ECONNREFUSED, Errno.ENOENT -> {
                    return;
                }
                // Its queue of waiting connections is full: slow, but alive.
                case Errno.EAGAIN ->
                    throw new PosixException("bind " + path + " (another process listens there)", Errno.EADDRINUSE);
                default -> throw new PosixException("connect " + path, e.getErrorCode());
            }
        }
    }

    private static boolean isSocket(Path path) {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & 0170000) == 0140000;
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel keeps the inode of a bound socket while that lives: its number is not given to another file. */
    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    private static void discard(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A read-only or vanished directory: what is left there refuses connections and is replaced next time.
        }
    }

    private static Fd socket(String purpose) throws PosixException {
        try {
            return new Fd(LibC.socket(AF_UNIX, SOCK_STREAM_FLAGS, 0));
        } catch (LastErrorException e) {
            throw new PosixException("socket for " + purpose, e.getErrorCode());
        }
    }

    private static void call(String what, Runnable systemCall) throws PosixException {
        try {
            systemCall.run();
        } catch (LastErrorException e) {
            throw new PosixException(what, e.getErrorCode());
        }
    }

    private static Memory address(Path path) {
        byte[] name = bytes(path);
        Memory address = new Memory(Short.BYTES + name.length + 1L);
        address.setShort(0, (short) AF_UNIX);
        address.write(Short.BYTES, name, 0, name.length);
        address.setByte(Short.BYTES + (long) name.length, (byte) 0);
        return address;
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }
}
