package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Starting a program with posix_spawn(3), which never runs Java between fork and exec. */
public final class Spawn {
    /** Larger than {@code posix_spawn_file_actions_t} of glibc (80 bytes) and musl. */
    private static final int FILE_ACTIONS_SIZE = 256;

    private Spawn() {}

    /**
     * Starts {@code program} and returns its pid.
     *
     * @param argv arguments, the first being the program's own name
     * @param environment {@code KEY=value} each; nothing of ours is inherited
     * @param passed descriptors that the child gets under the same numbers, though they are close-on-exec here; others
     *     stay open as their close-on-exec says
     * @throws PosixException with {@code EAGAIN}, {@code ENOMEM} or {@code EMFILE} when the machine is short of
     *     something, and {@code ENOENT} or {@code EACCES} when the program itself cannot be run
     */
    public static int spawn(String program, List<String> argv, List<String> environment, Collection<Integer> passed)
            throws PosixException {
        List<Memory> kept = new ArrayList<>();
        Memory actions = new Memory(FILE_ACTIONS_SIZE);
        try (Memory pid = new Memory(Integer.BYTES)) {
            LibC.posix_spawn_file_actions_init(actions);
            for (int fd : passed) {
                // Onto itself: the C library then clears close-on-exec, in the child alone, and no number collides.
                LibC.posix_spawn_file_actions_adddup2(actions, fd, fd);
            }
            int errno = LibC.posix_spawn(pid, program, actions, null, strings(argv, kept), strings(environment, kept));
            if (errno != 0) {
                throw new PosixException("posix_spawn " + program, errno);
            }
            return pid.getInt(0);
        } finally {
            LibC.posix_spawn_file_actions_destroy(actions);
            actions.close();
            kept.forEach(Memory::close);
        }
    }

    /** A null-terminated array of strings, in two blocks that end up in {@code kept}. */
    private static Pointer strings(List<String> list, List<Memory> kept) {
        List<byte[]> encoded =
                list.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
        Memory text = new Memory(encoded.stream().mapToInt(b -> b.length + 1).sum() + 1L);
        Memory array = new Memory((long) Native.POINTER_SIZE * (list.size() + 1));
        kept.add(text);
        kept.add(array);
        long at = 0;
        for (int i = 0; i < encoded.size(); i++) {
            byte[] bytes = encoded.get(i);
            text.write(at, bytes, 0, bytes.length);
            text.setByte(at + bytes.length, (byte) 0);
            array.setPointer((long) i * Native.POINTER_SIZE, text.share(at));
            at += bytes.length + 1;
        }
        array.setPointer((long) list.size() * Native.POINTER_SIZE, null);
        return array;
    }

    /** A pipe: the end to read from (non-blocking) and the end to write to, both close-on-exec. */
    public static Fd[] pipe() throws PosixException {
        return pipe(Fd.O_NONBLOCK);
    }

    /** The same, but reading from it waits. */
    public static Fd[] waitingPipe() throws PosixException {
        return pipe(0);
    }

    private static Fd[] pipe(int flags) throws PosixException {
        int[] ends = new int[2];
        try {
            LibC.pipe2(ends, Fd.O_CLOEXEC | flags);
        } catch (LastErrorException e) {
            throw new PosixException("pipe2", e.getErrorCode());
        }
        return new Fd[] {new Fd(ends[0]), new Fd(ends[1])};
    }
}
