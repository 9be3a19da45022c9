package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes in directories, inotify(7). Any thread may use it. */
public final class Inotify implements AutoCloseable {
    private static final int FLAGS = Fd.O_CLOEXEC | Fd.O_NONBLOCK;

    private static final int IN_MODIFY = 0x2;
    private static final int IN_ATTRIB = 0x4;
    private static final int IN_CLOSE_WRITE = 0x8;
    private static final int IN_MOVED_TO = 0x80;
    private static final int IN_CREATE = 0x100;
    private static final int IN_DELETE_SELF = 0x400;
    private static final int IN_MOVE_SELF = 0x800;
    private static final int IN_ONLYDIR = 0x01000000;
    private static final int WHAT_APPEARS = IN_MODIFY
            | IN_ATTRIB
            | IN_CLOSE_WRITE
            | IN_MOVED_TO
            | IN_CREATE
            | IN_DELETE_SELF
            | IN_MOVE_SELF
            | IN_ONLYDIR;

    private static final int EVENT_SIZE = 16;
    private static final int BUFFER = 16 * 1024;

    /**
     * One thing that happened.
     *
     * @param watch what {@link #add} returned; -1 when events were lost
     * @param name the file in the watched directory; empty when it is about the directory itself
     */
    public record Event(int watch, String name) {}

    private final Fd fd;

    private Inotify(Fd fd) {
        this.fd = fd;
    }

    /** A new instance; {@code EMFILE} when the user has too many of them already (fs.inotify.max_user_instances). */
    public static Inotify open() throws PosixException {
        try {
            return new Inotify(new Fd(LibC.inotify_init1(FLAGS)));
        } catch (LastErrorException e) {
            throw new PosixException("inotify_init1", e.getErrorCode());
        }
    }

    /** The descriptor, to be watched for reading. */
    public Fd fd() {
        return fd;
    }

    /** Watches a directory for files that appear or change; the same directory has the same number again. */
    public int add(Path directory) throws PosixException {
        try {
            return LibC.inotify_add_watch(fd.number(), directory.toString(), WHAT_APPEARS);
        } catch (LastErrorException e) {
            throw new PosixException("inotify_add_watch " + directory, e.getErrorCode());
        }
    }

    /** Ends a watch; one that ended with its directory is no error. */
    public void remove(int watch) {
        try {
            LibC.inotify_rm_watch(fd.number(), watch);
        } catch (LastErrorException e) {
            // EINVAL: the directory is gone and its watch with it.
        }
    }

    /** What has happened since, as far as one call tells; empty when nothing has. */
    public List<Event> read() throws PosixException {
        byte[] bytes;
        try {
            bytes = fd.read(BUFFER);
        } catch (PosixException e) {
            if (e.errno() == Errno.EAGAIN) {
                return List.of();
            }
            throw e;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Event> events = new ArrayList<>();
        while (buffer.remaining() >= EVENT_SIZE) {
            int watch = buffer.getInt();
            buffer.position(buffer.position() + 2 * Integer.BYTES);
            int length = buffer.getInt();
            String padded = new String(bytes, buffer.position(), length, StandardCharsets.UTF_8);
            int end = padded.indexOf('\0');
            events.add(new Event(watch, end < 0 ? padded : padded.substring(0, end)));
            buffer.position(buffer.position() + length);
        }
        return events;
    }

    @Override
    public void close() {
        fd.close();
    }
}
