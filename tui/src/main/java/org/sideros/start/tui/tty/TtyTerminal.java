package org.sideros.start.tui.tty;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.UnixLikeTerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sideros.start.os.TerminalSettings;
import sun.misc.Signal;

/**
 * The terminal on standard input and output. Lanterna's own terminals run stty(1), ask the terminal for its size and wait
 * for an answer, and write each character by itself; this one asks the kernel. What it changes is put back when it is
 * closed and, by the super class's hook, when the process is ended by a signal.
 */
final class TtyTerminal extends UnixLikeTerminal {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;

    /** A serial line does not know its size; that of the first video terminals is never too large. */
    private static final TerminalSize UNTOLD = new TerminalSize(80, 24);

    private final TtyOutput output;
    private final Runnable resized;
    private @Nullable TerminalSettings settings;

    private TtyTerminal(TtyOutput output, Runnable resized) throws IOException {
        // The super constructor takes the terminal over already, with the methods below.
        this.output = output;
        this.resized = resized;
        super(
                new TtyInput(new FileInputStream(FileDescriptor.in), TtyInput.PATIENCE),
                output,
                StandardCharsets.UTF_8,
                CtrlCBehaviour.TRAP);
        getInputDecoder().addProfile(new UnknownSequences());
        // Of several patterns the last one decides: those that know the key come behind the one that knows none.
        getInputDecoder().addProfile(getDefaultKeyDecodingProfile());
    }

    /** Takes the terminal over. {@code resized} runs, on a thread of the JVM's, whenever its size changed. */
    static TtyTerminal open(Runnable resized) throws IOException {
        return new TtyTerminal(new TtyOutput(new FileOutputStream(FileDescriptor.out)), resized);
    }

    @Override
    public void enterPrivateMode() throws IOException {
        output.shut(false);
        super.enterPrivateMode();
    }

    @Override
    public void exitPrivateMode() throws IOException {
        super.exitPrivateMode();
        output.shut(true);
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } catch (IllegalStateException e) {
            // The process is being ended by a signal: the hook that cannot be removed now does the same.
        }
    }

    @Override
    protected TerminalSize findTerminalSize() {
        return TerminalSettings.size(STDOUT)
                .map(size -> new TerminalSize(size.columns(), size.rows()))
                .orElse(UNTOLD);
    }

    @Override
    @SuppressWarnings("sunapi") // The JDK has no other way to handle a signal.
    protected void registerTerminalResizeListener(Runnable onResize) {
        Signal.handle(new Signal("WINCH"), _ -> {
            onResize.run();
            resized.run();
        });
    }

    @Override
    protected void saveTerminalSettings() throws IOException {
        settings = TerminalSettings.of(STDIN);
        settings.raw();
    }

    @Override
    protected void restoreTerminalSettings() throws IOException {
        if (settings != null) {
            settings.restore();
        }
    }

    /** Part of raw mode. */
    @Override
    protected void keyEchoEnabled(boolean enabled) {}

    /** Part of raw mode. */
    @Override
    protected void canonicalMode(boolean enabled) {}

    /** Part of raw mode; and what was found is what is put back, whatever it was. */
    @Override
    protected void keyStrokeSignalsEnabled(boolean enabled) {}
}
