package org.sideros.start.control.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int LIMIT = 100_000;

    private final FrameDecoder decoder = new FrameDecoder(LIMIT);

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, bytes.length);
    }

    private List<String> messages() throws ProtocolException {
        List<String> messages = new ArrayList<>();
        for (byte[] next = decoder.next(); next != null; next = decoder.next()) {
            messages.add(new String(next, StandardCharsets.UTF_8));
        }
        return messages;
    }

    @Test
    void messagesInOnePieceAreCutApart() throws Exception {
        feed("one\0two\0\0thr");
        assertEquals(List.of("one", "two", ""), messages());
        assertTrue(decoder.unfinished());
        feed("ee\0");
        assertEquals(List.of("three"), messages());
        assertFalse(decoder.unfinished());
    }

    @Test
    void aMessageInManyPiecesIsPutTogether() throws Exception {
        String text = "x".repeat(50_000);
        for (int i = 0; i < text.length(); i++) {
            feed("x");
            assertNull(decoder.next());
        }
        feed("\0");
        assertEquals(List.of(text), messages());
    }

    @Test
    void aMessageOfTheLimitPassesAndOneByteMoreDoesNot() throws Exception {
        feed("x".repeat(LIMIT) + "\0");
        assertEquals(LIMIT, messages().getFirst().length());
        feed("y".repeat(LIMIT + 1) + "\0");
        assertThrows(ProtocolException.class, decoder::next);
    }

    @Test
    void aMessageTooLongIsRefusedBeforeItEnds() {
        feed("x".repeat(LIMIT + 1));
        assertThrows(ProtocolException.class, decoder::next);
    }

    @Test
    void memoryIsGivenBackAfterALargeMessage() throws Exception {
        int before = decoder.capacity();
        feed("x".repeat(LIMIT));
        assertTrue(decoder.capacity() > before);
        feed("\0");
        assertEquals(1, messages().size());
        assertEquals(before, decoder.capacity());
    }
}
