package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import org.jspecify.annotations.Nullable;

/** The system as a whole: names, mounts, power. Most of it needs the rights of init. */
public final class Kernel {
    public static final int MS_RDONLY = 1;
    public static final int MS_NOSUID = 2;
    public static final int MS_NODEV = 4;
    public static final int MS_NOEXEC = 8;
    public static final int MS_REMOUNT = 32;
    public static final int MNT_DETACH = 2;

    private static final int SYS_KCMP = System.getProperty("os.arch").equals("aarch64") ? 272 : 312;
    private static final int KCMP_FILE = 0;

    /** What reboot(2) is to do. */
    public enum Power {
        OFF(0x4321fedc),
        RESTART(0x01234567),
        HALT(0xcdef0123);

        private final int command;

        Power(int command) {
            this.command = command;
        }
    }

    private Kernel() {}

    public static int pid() {
        return LibC.getpid();
    }

    public static int parentPid() {
        return LibC.getppid();
    }

    public static int effectiveUser() {
        return LibC.geteuid();
    }

    public static int effectiveGroup() {
        return LibC.getegid();
    }

    /** Sends a signal to a process, a group ({@code -pgid}) or everything we may signal ({@code -1}), kill(2). */
    public static void kill(int pid, int signal) throws PosixException {
        try {
            LibC.kill(pid, signal);
        } catch (LastErrorException e) {
            throw new PosixException("kill " + pid + " " + Signals.name(signal), e.getErrorCode());
        }
    }

    /** mount(2). */
    public static void mount(String source, String target, String type, int flags, @Nullable String data)
            throws PosixException {
        try {
            LibC.mount(source, target, type, new NativeLong(flags), data);
        } catch (LastErrorException e) {
            throw new PosixException("mount " + type + " on " + target, e.getErrorCode());
        }
    }

    /** umount2(2). */
    public static void unmount(String target, int flags) throws PosixException {
        try {
            LibC.umount2(target, flags);
        } catch (LastErrorException e) {
            throw new PosixException("umount " + target, e.getErrorCode());
        }
    }

    /** swapoff(2). */
    public static void swapOff(String path) throws PosixException {
        try {
            LibC.swapoff(path);
        } catch (LastErrorException e) {
            throw new PosixException("swapoff " + path, e.getErrorCode());
        }
    }

    /** sethostname(2). */
    public static void hostname(String name) throws PosixException {
        try {
            LibC.sethostname(name, new NativeLong(name.length()));
        } catch (LastErrorException e) {
            throw new PosixException("sethostname " + name, e.getErrorCode());
        }
    }

    /** sync(2): returns when everything is on disk. May block for long. */
    public static void sync() {
        LibC.sync();
    }

    /** reboot(2). Returns only on failure, or when we are not in the initial pid namespace. */
    public static void reboot(Power power) throws PosixException {
        try {
            LibC.reboot(power.command);
        } catch (LastErrorException e) {
            throw new PosixException("reboot", e.getErrorCode());
        }
    }

    /**
     * Whether two descriptors are the same open file (kcmp(2)): one is a duplicate of the other. False also where the
     * kernel does not tell.
     */
    public static boolean isSameFile(Fd one, Fd other) {
        try {
            NativeLong self = new NativeLong(LibC.getpid());
            return LibC.syscall(
                                    new NativeLong(SYS_KCMP),
                                    self,
                                    self,
                                    new NativeLong(KCMP_FILE),
                                    new NativeLong(one.number()),
                                    new NativeLong(other.number()))
                            .intValue()
                    == 0;
        } catch (LastErrorException e) {
            return false;
        }
    }

    /** chown(2); -1 leaves an id as it is. */
    public static void chown(String path, int uid, int gid) throws PosixException {
        try {
            LibC.chown(path, uid, gid);
        } catch (LastErrorException e) {
            throw new PosixException("chown " + path, e.getErrorCode());
        }
    }
}
