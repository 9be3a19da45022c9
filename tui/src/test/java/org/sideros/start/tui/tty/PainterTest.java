package org.sideros.start.tui.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.ServiceState;
import org.sideros.start.tui.model.Model;
import org.sideros.start.tui.model.TestServices;
import org.sideros.start.tui.view.Frame;
import org.sideros.start.tui.view.ServicesScreen;

/** Verifies that the terminal shows the frame. */
class PainterTest {
    private final DefaultVirtualTerminal terminal = new DefaultVirtualTerminal(new TerminalSize(80, 24));

    private static Frame frame(int columns, int rows, String note) {
        Model model = TestServices.model(
                columns,
                rows,
                TestServices.service("db", ServiceType.SIMPLE, ServiceState.ACTIVE, "running", 1, 0, note));
        return ServicesScreen.render(model, columns, rows);
    }

    private void assertShows(Frame frame) {
        for (int row = 0; row < frame.rows(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < frame.columns(); column++) {
                if (frame.character(column, row) != Frame.REST) {
                    line.append(terminal.getCharacter(column, row).getCharacterString());
                }
            }
            assertEquals(frame.line(row), line.toString().stripTrailing());
        }
    }

    @Test
    void terminalShowsTheFrameAfterEachChange() throws Exception {
        TerminalScreen screen = new TerminalScreen(terminal);
        screen.startScreen();
        Painter painter = new Painter(screen, true);
        for (String note : new String[] {"first", "second, which is longer", "", "wide 世界, then narrow"}) {
            Frame frame = frame(80, 24, note);
            painter.paint(frame);
            assertShows(frame);
        }
        terminal.setTerminalSize(new TerminalSize(100, 30));
        Frame larger = frame(100, 30, "larger");
        painter.paint(larger);
        assertShows(larger);
    }

    @Test
    void writesNothingWhenNothingChanged() throws Exception {
        TerminalScreen screen = new TerminalScreen(terminal);
        screen.startScreen();
        Painter painter = new Painter(screen, true);
        painter.paint(frame(80, 24, "same"));
        terminal.getAndResetDirtyCells();
        painter.paint(frame(80, 24, "same"));
        assertTrue(terminal.getDirtyCells().isEmpty());
    }
}
