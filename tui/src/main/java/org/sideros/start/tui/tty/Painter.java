package org.sideros.start.tui.tty;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sideros.start.tui.view.Frame;
import org.sideros.start.tui.view.Style;

/** Brings frames onto a screen: only what changed, and nothing when nothing did. For one thread. */
final class Painter {
    private final TerminalScreen screen;
    private final boolean colour;
    private final Map<Style, Map<Character, TextCharacter>> cells = new EnumMap<>(Style.class);
    private @Nullable Frame shown;

    Painter(TerminalScreen screen, boolean colour) {
        this.screen = screen;
        this.colour = colour;
    }

    void paint(Frame frame) throws IOException {
        boolean resized = screen.doResizeIfNecessary() != null;
        if (!resized && frame.equals(shown)) {
            return;
        }
        draw(frame, resized ? Screen.RefreshType.COMPLETE : Screen.RefreshType.DELTA);
    }

    /** Paints all of it: something else wrote on the terminal. */
    void repaint(Frame frame) throws IOException {
        screen.doResizeIfNecessary();
        draw(frame, Screen.RefreshType.COMPLETE);
    }

    private void draw(Frame frame, Screen.RefreshType how) throws IOException {
        int columns = Math.min(frame.columns(), screen.getTerminalSize().getColumns());
        int rows = Math.min(frame.rows(), screen.getTerminalSize().getRows());
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                char c = frame.character(column, row);
                // A wide character has its second cell already; writing there would take the first one away.
                if (c != Frame.REST) {
                    screen.setCharacter(column, row, cell(c, frame.style(column, row)));
                }
            }
        }
        screen.refresh(how);
        shown = frame;
    }

    private TextCharacter cell(char c, Style style) {
        return cells.computeIfAbsent(style, _ -> new HashMap<>()).computeIfAbsent(c, _ -> make(c, style));
    }

    private TextCharacter make(char c, Style style) {
        return TextCharacter.fromCharacter(
                c, colour ? foreground(style) : TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT, attributes(style))[0];
    }

    private static TextColor foreground(Style style) {
        return switch (style) {
            case PLAIN, SELECTED, TITLE -> TextColor.ANSI.DEFAULT;
            case GOOD -> TextColor.ANSI.GREEN;
            case BUSY -> TextColor.ANSI.CYAN;
            case WARNING -> TextColor.ANSI.YELLOW;
            case BAD -> TextColor.ANSI.RED;
            case ACCENT -> TextColor.ANSI.BLUE;
        };
    }

    /** What the meaning rests on where there are no colours. */
    private SGR[] attributes(Style style) {
        return switch (style) {
            case PLAIN, GOOD, BUSY, ACCENT -> new SGR[0];
            case WARNING -> colour ? new SGR[0] : new SGR[] {SGR.BOLD};
            case SELECTED -> new SGR[] {SGR.REVERSE};
            case TITLE, BAD -> new SGR[] {SGR.BOLD};
        };
    }
}
