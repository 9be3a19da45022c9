package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Runs something on a thread that has become another user. The system calls, unlike libc's functions, change the calling
 * thread alone; the thread ends afterwards. Needs root. What runs must not load classes, which that user may not read.
 */
public final class OtherUser {
    private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
    private static final int SETGROUPS = X86 ? 116 : 159;
    private static final int SETRESGID = X86 ? 119 : 149;
    private static final int SETRESUID = X86 ? 117 : 147;

    static {
        Native.register(OtherUser.class, "c");
    }

    private OtherUser() {}

    private static native NativeLong syscall(NativeLong number, NativeLong real, NativeLong effective, NativeLong saved)
            throws LastErrorException;

    private static native NativeLong syscall(NativeLong number, NativeLong size, int[] groups)
            throws LastErrorException;

    /** Runs {@code work} as {@code uid} with {@code gid} and the supplementary {@code groups}. */
    public static <T> T run(int uid, int gid, int[] groups, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            syscall(new NativeLong(SETGROUPS), new NativeLong(groups.length), groups);
            syscall(new NativeLong(SETRESGID), new NativeLong(gid), new NativeLong(gid), new NativeLong(gid));
            syscall(new NativeLong(SETRESUID), new NativeLong(uid), new NativeLong(uid), new NativeLong(uid));
            return work.call();
        });
        Thread.ofPlatform().start(task).join();
        return task.get();
    }
}
