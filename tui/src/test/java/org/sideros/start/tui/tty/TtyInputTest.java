package org.sideros.start.tui.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.googlecode.lanterna.input.DefaultKeyDecodingProfile;
import com.googlecode.lanterna.input.InputDecoder;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sideros.start.tui.model.Key;

/** Verifies that keys whose bytes come apart are still one key. */
class TtyInputTest {
    /** Longer than any pause of the typist, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The keys that come of these bytes, each byte {@code gap} milliseconds after the one before. */
    private static List<Key> keys(String bytes, long gap) throws Exception {
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);
        InputDecoder decoder =
                new InputDecoder(new InputStreamReader(new TtyInput(in, PATIENCE), StandardCharsets.UTF_8));
        decoder.addProfile(new UnknownSequences());
        decoder.addProfile(new DefaultKeyDecodingProfile());
        Thread typist = Thread.ofPlatform().start(() -> {
            try (out) {
                for (byte b : bytes.getBytes(StandardCharsets.UTF_8)) {
                    out.write(b);
                    out.flush();
                    Thread.sleep(gap);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        List<Key> keys = new ArrayList<>();
        while (true) {
            KeyStroke stroke = decoder.getNextCharacter(true);
            if (stroke.getKeyType() == KeyType.EOF) {
                typist.join();
                return keys;
            }
            Keys.of(stroke).ifPresent(keys::add);
        }
    }

    @Test
    void arrowKeysAreWholeHoweverSlowTheLineIs() throws Exception {
        List<Key> arrows = List.of(Key.Named.UP, Key.Named.DOWN, Key.Named.UP, new Key.Letter('j'));
        for (long gap : new long[] {0, 1, 5}) {
            assertEquals(arrows, keys("\u001b[A\u001b[B\u001bOAj", gap), "gap " + gap);
        }
    }

    @Test
    void sequencesNobodyKnowsDoNotAct() throws Exception {
        assertEquals(List.of(new Key.Letter('k')), keys("\u001b[99;5x\u001b[<0;10;10M\u001b[?1;2c\u001bOxk", 1));
    }

    @Test
    void controlKeysAreKeys() throws Exception {
        assertEquals(List.of(Key.Named.INTERRUPT, Key.Named.REPAINT), keys("\u0003\u000c\u001a\u0013", 0));
    }
}
