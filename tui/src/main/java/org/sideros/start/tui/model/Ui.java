package org.sideros.start.tui.model;

import java.util.List;
import java.util.Optional;

/**
 * What belongs to the viewer and not to the supervisor.
 *
 * @param columns and {@code rows}: the size of the terminal
 * @param selected the service under the cursor, by name: it stays the same when rows come, go and move
 * @param top the first service in view
 * @param prompt the question that takes the keys until it is answered
 * @param toast one line about what was done last
 */
public record Ui(
        int columns, int rows, Optional<String> selected, int top, Optional<Prompt> prompt, Optional<String> toast) {

    /** Header, column titles, toast or prompt, hints. */
    private static final int AROUND_TABLE = 4;

    /** Do this? */
    public record Prompt(Verb verb, String name, List<String> dependents) {
        public Prompt {
            dependents = List.copyOf(dependents);
        }
    }

    public static Ui of(int columns, int rows) {
        return new Ui(columns, rows, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    /** How many services are in view at once. */
    public int page() {
        return Math.max(0, rows - AROUND_TABLE);
    }

    Ui sized(int newColumns, int newRows) {
        return new Ui(newColumns, newRows, selected, top, prompt, toast);
    }

    Ui selecting(Optional<String> name, int newTop) {
        return new Ui(columns, rows, name, newTop, prompt, toast);
    }

    Ui asking(Prompt question) {
        return new Ui(columns, rows, selected, top, Optional.of(question), Optional.empty());
    }

    Ui answered() {
        return new Ui(columns, rows, selected, top, Optional.empty(), toast);
    }

    Ui saying(String line) {
        return new Ui(columns, rows, selected, top, prompt, Optional.of(line));
    }

    Ui quiet() {
        return new Ui(columns, rows, selected, top, prompt, Optional.empty());
    }
}
