package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** How many descriptors this process has, and may have. */
public final class Descriptors {
    private static final int NOFILE = 7;
    private static final int AF_UNIX = 1;

    static {
        Native.register(Descriptors.class, "c");
    }

    private Descriptors() {}

    private static native int getrlimit(int resource, Memory limit) throws LastErrorException;

    private static native int setrlimit(int resource, Memory limit) throws LastErrorException;

    private static native int socketpair(int domain, int type, int protocol, int[] ends) throws LastErrorException;

    /** How many are open now; those of event loops do not count, because a closed loop lets go of them a moment later. */
    public static int open() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.filter(file -> !isOfLoop(file)).count();
        }
    }

    private static boolean isOfLoop(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("anon_inode:[event");
        } catch (IOException e) {
            return true; // Closed meanwhile.
        }
    }

    /** Runs something while no further descriptor can be had. */
    public static <T> T exhausted(Callable<T> work) throws Exception {
        try (Memory old = new Memory(16);
                Memory none = new Memory(16)) {
            getrlimit(NOFILE, old);
            none.setLong(0, 3);
            none.setLong(8, old.getLong(8));
            setrlimit(NOFILE, none);
            try {
                return work.call();
            } finally {
                setrlimit(NOFILE, old);
            }
        }
    }

    /** Opens a file for reading. */
    public static Fd openFile(Path path) {
        return new Fd(LibC.open(path.toString(), Fd.O_CLOEXEC, 0));
    }

    /** Two connected stream sockets. */
    public static Fd[] socketPair() {
        int[] ends = new int[2];
        socketpair(AF_UNIX, 1 | Fd.O_CLOEXEC, 0, ends);
        return new Fd[] {new Fd(ends[0]), new Fd(ends[1])};
    }
}
