package org.sideros.start.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verifies raw mode on a pseudo terminal. */
class TerminalSettingsTest {
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int ENOTTY = 25;

    private final Fd terminal = new Fd(LibC.open("/dev/ptmx", O_RDWR | O_NOCTTY | Fd.O_CLOEXEC, 0));

    @AfterEach
    void close() {
        terminal.close();
    }

    private byte[] termios() {
        try (Memory memory = new Memory(36)) {
            LibC.ioctl(terminal.number(), new NativeLong(0x5401), memory);
            return memory.getByteArray(0, 36);
        }
    }

    private static int flags(byte[] termios, int at) {
        return (termios[at] & 0xff) | ((termios[at + 1] & 0xff) << 8);
    }

    @Test
    void rawModeTakesKeysAsTheyComeAndIsUndone() throws Exception {
        byte[] before = termios();
        TerminalSettings settings = TerminalSettings.of(terminal.number());

        settings.raw();
        byte[] raw = termios();
        settings.restore();

        assertEquals(0, flags(raw, 12) & (1 | 2 | 8), "ISIG, ICANON, ECHO");
        assertEquals(0, flags(raw, 0) & 0x400, "IXON");
        assertEquals(flags(before, 4), flags(raw, 4), "output flags");
        assertArrayEquals(before, termios());
    }

    @Test
    void sizeIsThatOfTheWindow() {
        assertEquals(Optional.empty(), TerminalSettings.size(terminal.number()));
        try (Memory window = new Memory(8)) {
            window.clear();
            window.setShort(0, (short) 30);
            window.setShort(2, (short) 100);
            LibC.ioctl(terminal.number(), new NativeLong(0x5414), window);
        }
        assertEquals(Optional.of(new TerminalSettings.Size(100, 30)), TerminalSettings.size(terminal.number()));
    }

    @Test
    void whatIsNoTerminalIsNotTakenForOne() {
        try (Fd file = new Fd(LibC.open("/dev/null", O_RDWR | Fd.O_CLOEXEC, 0))) {
            assertFalse(TerminalSettings.isTerminal(file.number()));
            assertEquals(Optional.empty(), TerminalSettings.size(file.number()));
            assertEquals(
                    ENOTTY,
                    assertThrows(PosixException.class, () -> TerminalSettings.of(file.number()))
                            .errno());
        }
        assertTrue(TerminalSettings.isTerminal(terminal.number()));
    }
}
