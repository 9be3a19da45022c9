package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;

/** Children of this process as a whole: waiting for any of them, and becoming the parent of orphans. */
public final class Children {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOHANG = 1;
    private static final int WNOWAIT = 0x01000000;
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_PID = 16;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    private Children() {}

    /**
     * Blocks until some child has ended and returns its pid, leaving it a zombie: its number cannot be given to another
     * process until it is reaped. To be called on a platform thread.
     *
     * @return the pid, or 0 when there is no child at all
     */
    public static int awaitEnded() throws PosixException {
        try (Memory info = new Memory(SIGINFO_SIZE)) {
            while (true) {
                info.clear();
                try {
                    LibC.waitid(P_ALL, 0, info, WEXITED | WNOWAIT);
                    return info.getInt(SI_PID);
                } catch (LastErrorException e) {
                    if (e.getErrorCode() == Errno.ECHILD) {
                        return 0;
                    }
                    if (e.getErrorCode() != Errno.EINTR) {
                        throw new PosixException("waitid", e.getErrorCode());
                    }
                }
            }
        }
    }

    /** Removes the zombie {@code pid}, if it is one of ours and has ended. */
    public static void discard(int pid) {
        try (Memory info = new Memory(SIGINFO_SIZE)) {
            LibC.waitid(P_PID, pid, info, WEXITED | WNOHANG);
        } catch (LastErrorException e) {
            // ECHILD: somebody else has reaped it, which is all that was wanted.
        }
    }

    /** Ends a child that cannot be looked after, and waits for it: SIGKILL takes a moment at most. */
    public static void kill(int pid) {
        try (Memory info = new Memory(SIGINFO_SIZE)) {
            LibC.kill(pid, Signals.KILL);
            LibC.waitid(P_PID, pid, info, WEXITED);
        } catch (LastErrorException e) {
            // ESRCH, ECHILD: it is gone.
        }
    }

    /** Makes orphaned descendants children of this process instead of init's (PR_SET_CHILD_SUBREAPER of prctl(2)). */
    public static void becomeSubreaper() throws PosixException {
        try {
            NativeLong zero = new NativeLong(0);
            LibC.prctl(PR_SET_CHILD_SUBREAPER, new NativeLong(1), zero, zero, zero);
        } catch (LastErrorException e) {
            throw new PosixException("prctl PR_SET_CHILD_SUBREAPER", e.getErrorCode());
        }
    }
}
