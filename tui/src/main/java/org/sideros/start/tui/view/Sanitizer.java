package org.sideros.start.tui.view;

import java.text.Normalizer;

/** Makes a line of foreign text harmless: what comes out moves the cursor by its width and does nothing else. */
public final class Sanitizer {
    /** In characters; no screen is wider, and nobody's line may take the time of the others. */
    private static final int LIMIT = 4096;

    private static final int TAB = 8;

    private Sanitizer() {}

    /**
     * The line without escape sequences, control characters (C0, C1), direction marks and what has no width. Tabs become
     * spaces; what is outside of Unicode's basic plane becomes a question mark, since no two terminals agree on its width.
     */
    public static String line(String text) {
        return isPlain(text) ? text : cleaned(text);
    }

    private static boolean isPlain(String text) {
        if (text.length() > LIMIT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        String composed = Normalizer.normalize(text.substring(0, Math.min(text.length(), LIMIT)), Normalizer.Form.NFC);
        StringBuilder line = new StringBuilder(composed.length());
        int i = 0;
        while (i < composed.length() && line.length() < LIMIT) {
            int c = composed.codePointAt(i);
            if (c == '\u001b') {
                i = afterEscape(composed, i + 1);
                continue;
            }
            i += Character.charCount(c);
            if (c == '\t') {
                line.repeat(' ', TAB - line.length() % TAB);
            } else if (c == '\n' || c == '\r') {
                line.append(' ');
            } else if (Character.isSupplementaryCodePoint(c)) {
                line.append('?');
            } else if (hasWidth(c)) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Where the text goes on behind an escape character: after a CSI sequence, or right there. */
    private static int afterEscape(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '[') {
            return start;
        }
        int i = start + 1;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= '?') {
            i++;
        }
        return i < text.length() && text.charAt(i) >= '@' && text.charAt(i) <= '~' ? i + 1 : i;
    }

    private static boolean hasWidth(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // The vowels and finals of Korean syllables, which a terminal draws into the cell before.
            default -> c < 0x1160 || c > 0x11ff;
        };
    }
}
