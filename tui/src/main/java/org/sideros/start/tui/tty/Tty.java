package org.sideros.start.tui.tty;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.TerminalScreen;
import java.io.IOException;
import java.util.function.Consumer;
import org.sideros.start.os.TerminalSettings;
import org.sideros.start.tui.model.Key;
import org.sideros.start.tui.model.Msg;
import org.sideros.start.tui.view.Frame;

/** The terminal, taken over until it is closed. One thread paints; keys and resizes come on threads of their own. */
public final class Tty implements AutoCloseable {
    private final TtyTerminal terminal;
    private final TerminalScreen screen;
    private final Painter painter;
    private final Consumer<Msg> sink;

    private Tty(boolean colour, Consumer<Msg> sink) throws IOException {
        this.sink = sink;
        terminal = TtyTerminal.open(this::resized);
        try {
            screen = new TerminalScreen(terminal);
            screen.setCursorPosition(null);
            painter = new Painter(screen, colour);
            screen.startScreen();
        } catch (IOException | RuntimeException e) {
            terminal.close();
            throw e;
        }
    }

    /** Whether standard input and output are a terminal that can be taken over. */
    public static boolean isThere() {
        return TerminalSettings.isTerminal(0) && TerminalSettings.isTerminal(1);
    }

    /** The columns of the terminal on standard output, 0 when nobody knows. */
    public static int columns() {
        return TerminalSettings.size(1).map(TerminalSettings.Size::columns).orElse(0);
    }

    /** Takes the terminal over; what happens there goes to {@code sink}, and what must not happen to {@code defects}. */
    public static Tty open(boolean colour, Consumer<Msg> sink, Thread.UncaughtExceptionHandler defects)
            throws IOException {
        Tty tty = new Tty(colour, sink);
        tty.resized();
        // A platform thread, since read(2) on a terminal would hold a carrier; a daemon, since nothing interrupts it.
        Thread.ofPlatform()
                .daemon()
                .name("keys")
                .uncaughtExceptionHandler(defects)
                .start(tty::readKeys);
        return tty;
    }

    public void paint(Frame frame) throws IOException {
        painter.paint(frame);
    }

    public void repaint(Frame frame) throws IOException {
        painter.repaint(frame);
    }

    @Override
    public void close() throws IOException {
        try {
            // Without reading what is left of the input: the thread that reads holds its lock.
            screen.stopScreen(false);
        } finally {
            terminal.close();
        }
    }

    private void resized() {
        TerminalSize size = terminal.findTerminalSize();
        sink.accept(new Msg.Resized(size.getColumns(), size.getRows()));
    }

    private void readKeys() {
        try {
            while (true) {
                KeyStroke stroke = terminal.readInput();
                Keys.of(stroke).ifPresent(key -> sink.accept(new Msg.Pressed(key)));
                if (stroke.getKeyType() == KeyType.EOF) {
                    return;
                }
            }
        } catch (IOException e) {
            // EIO: the line is hung up.
            sink.accept(new Msg.Pressed(Key.Named.HANG_UP));
        }
    }
}
