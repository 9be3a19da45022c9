package org.sideros.start.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static String print(int width, List<List<Table.Cell>> lines) {
        Table table = new Table(width);
        lines.forEach(table::add);
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out, true));
        return out.toString();
    }

    private static List<Table.Cell> line(String... cells) {
        return List.of(cells).stream().map(Table.Cell::of).toList();
    }

    @Test
    void alignsColumnsAndLeavesNoBlanksAtTheEnd() {
        assertEquals("a     long  x\nlong  b\n", print(0, List.of(line("a", "long", "x"), line("long", "b", ""))));
    }

    @Test
    void cutsLinesAtTheWidth() {
        assertEquals("name  descr\n", print(11, List.of(line("name", "description"))));
    }

    @Test
    void countsColoursAsNothing() {
        List<Table.Cell> coloured = List.of(new Table.Cell("up", "\u001b[32mup\u001b[0m"), Table.Cell.of("x"));

        assertEquals("\u001b[32mup\u001b[0m    x\ndown  y\n", print(0, List.of(coloured, line("down", "y"))));
    }

    @Test
    void makesControlCharactersHarmless() {
        assertEquals("a [2J b\n", print(0, List.of(line("a\u001b[2J\nb"))));
    }
}
