package org.sideros.start.readiness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.RegularFile;

/**
 * The file in which a daemon leaves its number. Whoever may write there is not trusted: only a process that is known to
 * be the service's own is ever found, and only a regular file is read.
 */
public final class PidFile {
    /** A number with white space around it needs no more. */
    private static final int LONGEST = 32;

    private PidFile() {}

    /** Knows the processes of the service. */
    @FunctionalInterface
    public interface Check {
        /** Whether {@code pid} is alive and one of the service's own processes. Called on the watch's own thread. */
        boolean belongs(int pid);
    }

    /** The main process that a pid file named. */
    public record Found(int pid) {}

    /** What a pid file holds at some moment. */
    sealed interface Content {
        /** A number above 1 that is not ours. */
        record Pid(int number) implements Content {}

        /** Nothing to go by, and why. */
        record Unusable(String why) implements Content {}
    }

    /**
     * Waits for the file to name a process of the service, in one write or several, and however late.
     *
     * @param found is told once, on the watch's own thread
     * @param refused is told each different reason why not yet, once; for the message when time runs out
     */
    public static PidFileWatch watch(
            EventLoop loop, Path file, Check check, Consumer<Found> found, Consumer<String> refused) {
        return new PidFileWatch(loop, file, check, new Announcement<>(found, refused));
    }

    /**
     * Removes what an earlier run left, so that it is not taken for the new one. A link is removed and not followed.
     *
     * @throws PosixException {@code EISDIR} for a directory
     */
    public static void removeStale(Path file) throws PosixException {
        RegularFile.remove(file);
    }

    static Content read(Path file) {
        try {
            return parse(file, RegularFile.read(file, LONGEST + 1));
        } catch (PosixException e) {
            return new Content.Unusable(
                    switch (e.errno()) {
                        case Errno.ENOENT -> file + " is not there";
                        case Errno.ELOOP -> file + " is a symbolic link, which is not followed";
                        case Errno.EINVAL, Errno.ENXIO -> file + " is no regular file";
                        default -> e.call() + ": " + Errno.text(e.errno());
                    });
        }
    }

    private static Content parse(Path file, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty() && bytes.length <= LONGEST) {
            return new Content.Unusable(file + " is empty");
        }
        if (bytes.length > LONGEST || !text.chars().allMatch(c -> c >= '0' && c <= '9') || text.length() > 18) {
            return new Content.Unusable(file + " holds no process number");
        }
        long number = Long.parseLong(text);
        if (number <= 1 || number > Integer.MAX_VALUE) {
            return new Content.Unusable(file + " holds " + number + ", which no service can have");
        }
        if (number == Kernel.pid()) {
            return new Content.Unusable(file + " holds " + number + ", which is the supervisor itself");
        }
        return new Content.Pid((int) number);
    }
}
