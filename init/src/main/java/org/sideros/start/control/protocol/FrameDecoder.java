package org.sideros.start.control.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into messages, each ended by a NUL. Holds at most one message's limit plus what one read
 * brought. Not thread-safe.
 */
public final class FrameDecoder {
    private static final int INITIAL = 8 * 1024;

    private final int limit;
    private byte[] buffer = new byte[INITIAL];
    private int start;
    private int end;
    private int searched;

    /** A decoder that refuses messages over {@code limit} bytes, the NUL not counted. */
    public FrameDecoder(int limit) {
        this.limit = limit;
    }

    /** Appends the first {@code length} bytes of {@code bytes}. */
    public void feed(byte[] bytes, int length) {
        makeRoom(length);
        System.arraycopy(bytes, 0, buffer, end, length);
        end += length;
    }

    /**
     * The next complete message without its NUL; null when more bytes are needed.
     *
     * @throws ProtocolException when the message is, or is going to be, over the limit
     */
    public byte @Nullable [] next() throws ProtocolException {
        for (int i = searched; i < end; i++) {
            if (buffer[i] == 0) {
                if (i - start > limit) {
                    throw tooLong();
                }
                byte[] message = Arrays.copyOfRange(buffer, start, i);
                start = i + 1;
                searched = start;
                shrink();
                return message;
            }
        }
        searched = end;
        if (end - start > limit) {
            throw tooLong();
        }
        return null;
    }

    /** Whether a message has begun and not ended; after {@link #next} returned null. */
    public boolean unfinished() {
        return start < end;
    }

    /** The memory this holds, in bytes. */
    public int capacity() {
        return buffer.length;
    }

    private ProtocolException tooLong() {
        return new ProtocolException("message over " + limit + " bytes");
    }

    private void makeRoom(int length) {
        if (end + length <= buffer.length) {
            return;
        }
        int held = end - start;
        int size = buffer.length;
        while (size < held + length) {
            size *= 2;
        }
        byte[] target = size == buffer.length ? buffer : new byte[size];
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        searched -= start;
        start = 0;
        end = held;
    }

    /** Gives a large buffer back once it is empty. */
    private void shrink() {
        if (start == end) {
            start = 0;
            end = 0;
            searched = 0;
            if (buffer.length > INITIAL) {
                buffer = new byte[INITIAL];
            }
        }
    }
}
