package org.sideros.start.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SanitizerTest {
    @Test
    void plainTextStaysAsItIs() {
        assertEquals("listening on [::]:80 ~", Sanitizer.line("listening on [::]:80 ~"));
        assertEquals("Grüße, 世界", Sanitizer.line("Grüße, 世界"));
    }

    @Test
    void escapeSequencesGo() {
        assertEquals("red text", Sanitizer.line("\u001b[1;31mred\u001b[0m text"));
        assertEquals("ab", Sanitizer.line("a\u001b[12;4Hb"));
        assertEquals("]0;title", Sanitizer.line("\u001b]0;title\u0007"));
        assertEquals("end", Sanitizer.line("end\u001b"));
        assertEquals("end", Sanitizer.line("end\u001b[1;"));
    }

    @Test
    void controlAndDirectionCharactersGo() {
        assertEquals("abcd", Sanitizer.line("a\0b\u0085c\u009bd"));
        assertEquals("gpj.exe", Sanitizer.line("\u202egpj\u2066.exe\u200b"));
    }

    @Test
    void linesAndTabsBecomeSpaces() {
        assertEquals("a b", Sanitizer.line("a\nb"));
        assertEquals("ab      c", Sanitizer.line("ab\tc"));
    }

    @Test
    void marksJoinTheirLetterOrGo() {
        assertEquals("\u00e9", Sanitizer.line("e\u0301"));
        assertEquals("x", Sanitizer.line("x\u0489"));
    }

    @Test
    void whatHasNoAgreedWidthIsAQuestionMark() {
        assertEquals("a?b", Sanitizer.line("a\ud83d\ude00b"));
        assertEquals("ab", Sanitizer.line("a\ud83db"));
    }

    @Test
    void longLinesAreCut() {
        assertEquals(4096, Sanitizer.line("x".repeat(1 << 20)).length());
        assertTrue(Sanitizer.line("\t".repeat(1 << 20)).length() <= 4096 + 8);
    }

    @Test
    void nothingAtAllGetsThroughThatSteersATerminal() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 40; j++) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            String line = Sanitizer.line(text.toString());
            assertFalse(line.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c)), line);
        }
    }
}
