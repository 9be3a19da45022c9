package org.sideros.start.tui.tty;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Gathers what is written until it is flushed, so that a frame is one write(2). Shut, it drops everything: a painter that
 * is not done when the process ends must not write over the user's screen.
 */
final class TtyOutput extends OutputStream {
    private static final int SIZE = 64 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private int used;
    private boolean shut;

    TtyOutput(OutputStream out) {
        this.out = out;
    }

    synchronized void shut(boolean now) {
        shut = now;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (shut) {
            return;
        }
        if (length > SIZE - used) {
            flush();
        }
        if (length > SIZE) {
            out.write(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    @Override
    public synchronized void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
        out.flush();
    }
}
