package org.sideros.start.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One word of a command: text and variables in turn.
 *
 * @param splits the word is one unquoted {@code $NAME}, whose value is split at blanks
 */
public record Word(List<Piece> pieces, boolean splits) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    public Word {
        pieces = List.copyOf(pieces);
    }

    /** A stretch of a word. */
    public sealed interface Piece {}

    /** Text that stands for itself. */
    public record Text(String text) implements Piece {}

    /** The value of an environment variable, empty when it is unset. */
    public record Variable(String name) implements Piece {}

    /** A word that stands for itself. */
    static Word exact(String text) {
        return new Word(List.of(new Text(text)), false);
    }

    boolean hasVariables() {
        return pieces.stream().anyMatch(Variable.class::isInstance);
    }

    void expandInto(List<String> arguments, Map<String, String> environment) {
        StringBuilder value = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Text(String text) -> value.append(text);
                case Variable(String name) -> value.append(environment.getOrDefault(name, ""));
            }
        }
        if (!splits) {
            arguments.add(value.toString());
            return;
        }
        String stripped = value.toString().strip();
        if (!stripped.isEmpty()) {
            arguments.addAll(List.of(BLANKS.split(stripped)));
        }
    }

    /** The word with quotes removed and variables as {@code ${NAME}}. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Text(String text) -> shown.append(text);
                case Variable(String name) -> shown.append("${").append(name).append('}');
            }
        }
        return shown.toString();
    }

    /** The word as {@link Command#parse} reads it back. */
    String quoted() {
        if (splits && pieces.getFirst() instanceof Variable(String name)) {
            return "$" + name;
        }
        String shown = toString();
        if (!hasVariables()) {
            return PLAIN.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
        }
        StringBuilder line = new StringBuilder("\"");
        for (Piece piece : pieces) {
            switch (piece) {
                case Text(String text) ->
                    line.append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$"));
                case Variable(String name) -> line.append("${").append(name).append('}');
            }
        }
        return line.append('"').toString();
    }
}
