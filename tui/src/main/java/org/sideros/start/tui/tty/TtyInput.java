package org.sideros.start.tui.tty;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The bytes of a keyboard. Inside an escape sequence {@link #available} waits for the rest of it, because the decoder takes
 * "nothing more there" for the end of the sequence, and over a serial line the bytes of one key come apart.
 */
final class TtyInput extends InputStream {
    /** Three bytes at 1200 baud. An Escape key of its own is noticed so much later. */
    static final Duration PATIENCE = Duration.ofMillis(25);

    private static final int ESCAPE = 0x1b;

    private enum Place {
        BETWEEN_KEYS,
        AFTER_ESCAPE,
        IN_SEQUENCE
    }

    private final InputStream in;
    private final long patience;
    private Place place = Place.BETWEEN_KEYS;

    /** What comes of {@code in}; a pause longer than {@code patience} ends a sequence. */
    TtyInput(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        for (int i = 0; i < n; i++) {
            place = after(place, buffer[offset + i] & 0xff);
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        int there = in.available();
        if (there > 0 || place == Place.BETWEEN_KEYS) {
            return there;
        }
        long start = System.nanoTime();
        while (there == 0 && System.nanoTime() - start < patience) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return in.available();
            }
            there = in.available();
        }
        if (there == 0) {
            place = Place.BETWEEN_KEYS;
        }
        return there;
    }

    /** Sequences are {@code ESC c}, {@code ESC O c} and {@code ESC [ ... c} with a last byte from @ on. */
    private static Place after(Place place, int b) {
        if (b == ESCAPE) {
            return Place.AFTER_ESCAPE;
        }
        return switch (place) {
            case BETWEEN_KEYS -> Place.BETWEEN_KEYS;
            case AFTER_ESCAPE -> b == '[' || b == 'O' ? Place.IN_SEQUENCE : Place.BETWEEN_KEYS;
            case IN_SEQUENCE -> b >= '@' && b <= '~' && b != '[' ? Place.BETWEEN_KEYS : Place.IN_SEQUENCE;
        };
    }
}
