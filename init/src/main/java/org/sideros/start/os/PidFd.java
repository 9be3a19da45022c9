package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.util.Optional;

/**
 * A process held by descriptor (pidfd_open(2)): readable once it has ended, and a signal sent through it can never reach
 * another process that was given the same number later.
 */
public final class PidFd implements AutoCloseable {
    /** The same on every architecture: added after the system call tables were joined. */
    private static final int SYS_PIDFD_SEND_SIGNAL = 424;

    private static final int SYS_PIDFD_OPEN = 434;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_CODE = 8;
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;

    private final Fd fd;
    private final int pid;

    private PidFd(Fd fd, int pid) {
        this.fd = fd;
        this.pid = pid;
    }

    /** Opens {@code pid}, which the caller knows not to be reused yet (a child that nobody has reaped). */
    public static PidFd open(int pid) throws PosixException {
        try {
            NativeLong n = LibC.syscall(
                    new NativeLong(SYS_PIDFD_OPEN), new NativeLong(pid), new NativeLong(0), null, new NativeLong(0));
            return new PidFd(new Fd(n.intValue()), pid);
        } catch (LastErrorException e) {
            throw new PosixException("pidfd_open " + pid, e.getErrorCode());
        }
    }

    public int pid() {
        return pid;
    }

    /** The descriptor, to be watched for reading. */
    public Fd fd() {
        return fd;
    }

    /** Sends a signal; false when the process has ended already. */
    public boolean signal(int signal) throws PosixException {
        try {
            LibC.syscall(
                    new NativeLong(SYS_PIDFD_SEND_SIGNAL),
                    new NativeLong(fd.number()),
                    new NativeLong(signal),
                    null,
                    new NativeLong(0));
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.ESRCH) {
                return false;
            }
            throw new PosixException("pidfd_send_signal " + pid + " " + Signals.name(signal), e.getErrorCode());
        }
    }

    /** Takes the exit status of a child that has ended (waitid(2)); empty while it runs. Reaps it. */
    public Optional<WaitStatus> reap() throws PosixException {
        try (Memory info = new Memory(SIGINFO_SIZE)) {
            info.clear();
            LibC.waitid(P_PIDFD, fd.number(), info, WEXITED | WNOHANG);
            return info.getInt(SI_PID) == 0
                    ? Optional.empty()
                    : Optional.of(WaitStatus.ofSiginfo(info.getInt(SI_CODE), info.getInt(SI_STATUS)));
        } catch (LastErrorException e) {
            throw new PosixException("waitid " + pid, e.getErrorCode());
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
