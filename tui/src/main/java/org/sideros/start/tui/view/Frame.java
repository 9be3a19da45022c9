package org.sideros.start.tui.view;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A grid of cells, each a character and a style. Written by one screen function, read only after that. All text enters
 * through the {@link Sanitizer}; what does not fit is cut.
 */
public final class Frame {
    /** The right half of a wide character. */
    public static final char REST = 0;

    /** First and last of the blocks whose characters take two cells on every terminal: those of East Asia. */
    private static final String WIDE =
            "\u1100\u115f\u2e80\u303e\u3041\ua4cf\uac00\ud7a3\uf900\ufaff\ufe30\ufe6f\uff01\uff60\uffe0\uffe6";

    private final int columns;
    private final int rows;
    private final char[] characters;
    private final Style[] styles;

    /** An empty frame; sizes below zero count as zero. */
    public Frame(int columns, int rows) {
        this.columns = Math.max(0, columns);
        this.rows = Math.max(0, rows);
        this.characters = new char[this.columns * this.rows];
        this.styles = new Style[characters.length];
        Arrays.fill(characters, ' ');
        Arrays.fill(styles, Style.PLAIN);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    public char character(int column, int row) {
        return characters[row * columns + column];
    }

    public Style style(int column, int row) {
        return styles[row * columns + column];
    }

    /** Writes text from {@code column} on, in {@code width} cells at most, and returns the column behind it. */
    int text(int column, int row, int width, String text, Style style) {
        if (row < 0 || row >= rows || column < 0) {
            return column;
        }
        String line = Sanitizer.line(text);
        int end = Math.min(columns, column + Math.max(0, width));
        int at = column;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int cells = isWide(c) ? 2 : 1;
            if (at + cells > end) {
                break;
            }
            put(at, row, c, style);
            if (cells == 2) {
                put(at + 1, row, REST, style);
            }
            at += cells;
        }
        return at;
    }

    /** Writes text that ends before {@code end}. */
    void textBefore(int end, int row, String text, Style style) {
        String line = Sanitizer.line(text);
        text(Math.max(0, end - line.length()), row, line.length(), line, style);
    }

    /** Gives the whole row a style. */
    void style(int row, Style style) {
        if (row >= 0 && row < rows) {
            Arrays.fill(styles, row * columns, (row + 1) * columns, style);
        }
    }

    /** The characters of a row, without spaces at the end. */
    public String line(int row) {
        StringBuilder line = new StringBuilder(columns);
        for (int column = 0; column < columns; column++) {
            char c = character(column, row);
            if (c != REST) {
                line.append(c);
            }
        }
        return line.toString().stripTrailing();
    }

    private void put(int column, int row, char c, Style style) {
        characters[row * columns + column] = c;
        styles[row * columns + column] = style;
    }

    static boolean isWide(char c) {
        for (int i = 0; i < WIDE.length() && c >= WIDE.charAt(i); i += 2) {
            if (c <= WIDE.charAt(i + 1)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frame frame
                && columns == frame.columns
                && rows == frame.rows
                && Arrays.equals(characters, frame.characters)
                && Arrays.equals(styles, frame.styles);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(characters) + Arrays.hashCode(styles);
    }

    /** The lines, each with its end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            text.append(line(row)).append('\n');
        }
        return text.toString();
    }
}
