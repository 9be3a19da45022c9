package org.sideros.start.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns, two blanks between them. The last column is as long as its text. */
final class Table {
    private static final String GAP = "  ";

    /**
     * One cell.
     *
     * @param text what is seen, which its width is taken from
     * @param shown the same with colours
     */
    record Cell(String text, String shown) {
        static Cell of(String text) {
            String plain = Text.plain(text);
            return new Cell(plain, plain);
        }
    }

    private final List<List<Cell>> lines = new ArrayList<>();
    private final int width;

    /** A table that is cut at {@code width} columns, or not at all where that is 0. */
    Table(int width) {
        this.width = width;
    }

    void add(List<Cell> cells) {
        lines.add(List.copyOf(cells));
    }

    void print(PrintWriter out) {
        int[] widths = new int[lines.stream().mapToInt(List::size).max().orElse(0)];
        for (List<Cell> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.max(widths[i], length(line.get(i).text()));
            }
        }
        for (List<Cell> line : lines) {
            out.println(line(line, widths));
        }
    }

    private String line(List<Cell> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean last = i == cells.size() - 1;
            int left = width == 0 ? Integer.MAX_VALUE : width - used;
            if (length(cell.text()) > left) {
                line.append(cell.text(), 0, cell.text().offsetByCodePoints(0, Math.max(0, left)));
                return line.toString();
            }
            line.append(cell.shown());
            used += length(cell.text());
            if (!last) {
                int gap = widths[i] - length(cell.text()) + GAP.length();
                line.append(" ".repeat(gap));
                used += gap;
            }
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
