package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.util.Optional;

/**
 * The line discipline of a terminal as it was found, termios(3). Uses ioctl(2) and the kernel's own structure of 36 bytes,
 * which x86-64 and AArch64 share and no libc changes: four words of flags, the discipline, 19 control characters.
 */
public final class TerminalSettings {
    private static final int TCGETS = 0x5401;
    private static final int TCSETSW = 0x5403;
    private static final int TIOCGWINSZ = 0x5413;

    private static final int SIZE = 36;
    private static final int INPUT_FLAGS = 0;
    private static final int LOCAL_FLAGS = 12;
    private static final int CONTROL_CHARACTERS = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    /** BRKINT, ISTRIP, IXON: no signal on break, eight bits, and Ctrl-S is a key like any other. */
    private static final int COOKED_INPUT = 0x2 | 0x20 | 0x400;

    /** ISIG, ICANON, ECHO, ECHONL, IEXTEN: no signals from keys, no lines, no echo, no Ctrl-V. */
    private static final int COOKED_LOCAL = 0x1 | 0x2 | 0x8 | 0x40 | 0x8000;

    private final int fd;
    private final byte[] found;

    private TerminalSettings(int fd, byte[] found) {
        this.fd = fd;
        this.found = found;
    }

    /** The size of a terminal in characters; both are positive. */
    public record Size(int columns, int rows) {}

    /**
     * Notes the settings of the terminal open as {@code fd}.
     *
     * @throws PosixException {@code ENOTTY} when it is none
     */
    public static TerminalSettings of(int fd) throws PosixException {
        try (Memory termios = new Memory(SIZE)) {
            control(fd, "TCGETS", TCGETS, termios);
            return new TerminalSettings(fd, termios.getByteArray(0, SIZE));
        }
    }

    /** Whether {@code fd} is a terminal. */
    public static boolean isTerminal(int fd) {
        return LibC.isatty(fd) == 1;
    }

    /** The size of the terminal open as {@code fd}; empty when it is none, or a serial line that was never told. */
    public static Optional<Size> size(int fd) {
        try (Memory window = new Memory(8)) {
            control(fd, "TIOCGWINSZ", TIOCGWINSZ, window);
            int rows = window.getShort(0) & 0xffff;
            int columns = window.getShort(2) & 0xffff;
            return rows > 0 && columns > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
        } catch (PosixException e) {
            return Optional.empty();
        }
    }

    /**
     * Has each key delivered as it is pressed. Output processing stays on, so that a line of somebody else on the console
     * begins at the margin; CR stays NL, so that Enter is one key on every terminal.
     */
    public void raw() throws PosixException {
        try (Memory termios = new Memory(SIZE)) {
            termios.write(0, found, 0, SIZE);
            termios.setInt(INPUT_FLAGS, termios.getInt(INPUT_FLAGS) & ~COOKED_INPUT);
            termios.setInt(LOCAL_FLAGS, termios.getInt(LOCAL_FLAGS) & ~COOKED_LOCAL);
            termios.setByte(CONTROL_CHARACTERS + VMIN, (byte) 1);
            termios.setByte(CONTROL_CHARACTERS + VTIME, (byte) 0);
            control(fd, "TCSETSW", TCSETSW, termios);
        }
    }

    /** Puts the terminal back as it was found; may be done again. */
    public void restore() throws PosixException {
        try (Memory termios = new Memory(SIZE)) {
            termios.write(0, found, 0, SIZE);
            control(fd, "TCSETSW", TCSETSW, termios);
        }
    }

    private static void control(int fd, String name, int request, Memory argument) throws PosixException {
        while (true) {
            try {
                LibC.ioctl(fd, new NativeLong(request), argument);
                return;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    throw new PosixException("ioctl " + name + " on fd " + fd, e.getErrorCode());
                }
            }
        }
    }
}
