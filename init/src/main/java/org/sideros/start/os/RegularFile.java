package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** Files that somebody else may have put there: opened without following, waiting for or starting anything. */
public final class RegularFile {
    private static final int O_NOCTTY = 0x100;
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_TYPE = 1;
    private static final int STATX_SIZE = 256;
    private static final int STX_MODE = 28;
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    private RegularFile() {}

    /**
     * Reads the beginning of a file.
     *
     * @throws PosixException {@code ENOENT} when there is none, {@code ELOOP} for a symbolic link, {@code EINVAL} for
     *     what is no regular file
     */
    public static byte[] read(Path path, int limit) throws PosixException {
        try (Fd fd = open(path)) {
            if ((mode(fd, path) & TYPE) != REGULAR) {
                throw new PosixException("read " + path + " (no regular file)", Errno.EINVAL);
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] some = fd.read(limit);
            while (some.length > 0) {
                content.writeBytes(some);
                some = content.size() < limit ? fd.read(limit - content.size()) : new byte[0];
            }
            return content.toByteArray();
        }
    }

    /** Removes a file, a link itself and not where it leads; {@code EISDIR} for a directory. None there is fine. */
    public static void remove(Path path) throws PosixException {
        try {
            LibC.unlink(path.toString());
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.ENOENT) {
                throw new PosixException("unlink " + path, e.getErrorCode());
            }
        }
    }

    private static Fd open(Path path) throws PosixException {
        try {
            return new Fd(LibC.open(path.toString(), Fd.O_CLOEXEC | Fd.O_NONBLOCK | O_NOCTTY | O_NOFOLLOW, 0));
        } catch (LastErrorException e) {
            throw new PosixException("open " + path, e.getErrorCode());
        }
    }

    private static int mode(Fd fd, Path path) throws PosixException {
        try (Memory result = new Memory(STATX_SIZE)) {
            LibC.statx(fd.number(), "", AT_EMPTY_PATH, STATX_TYPE, result);
            return result.getShort(STX_MODE) & 0xffff;
        } catch (LastErrorException e) {
            throw new PosixException("statx " + path, e.getErrorCode());
        }
    }
}
