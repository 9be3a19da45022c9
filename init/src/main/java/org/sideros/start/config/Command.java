package org.sideros.start.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A command line, split into words. Words of the string form may hold variables, replaced when the environment of the
 * service is known; the array form holds exact arguments.
 *
 * @param parts program and arguments, never empty
 * @param ignoreFailure a leading {@code -}: failure is tolerated
 */
public record Command(List<Word> parts, boolean ignoreFailure) {
    public Command {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least one word");
        }
    }

    /** Exactly these words, nothing expanded. */
    public static Command exact(String... words) {
        return exact(Arrays.asList(words));
    }

    /** Exactly these words, nothing expanded. */
    public static Command exact(List<String> words) {
        return new Command(words.stream().map(Word::exact).toList(), false);
    }

    /**
     * Split a text into words as a shell does: blanks separate, {@code '…'} keeps everything, {@code "…"} keeps
     * everything but {@code $} and {@code \}, and {@code \} keeps the next character. {@code $NAME} and {@code ${NAME}}
     * outside single quotes are variables, {@code $$} and {@code \$} are a dollar sign, any other {@code $} stands for
     * itself. There is no shell: {@code |}, {@code >} and the like are ordinary characters.
     *
     * @throws InvalidValueException if a quote is not closed, or no word is left
     */
    public static Command parse(String text) {
        return new Command(new CommandSplitter(text).split(), false);
    }

    /** The same command, with failure tolerated. */
    public Command tolerant() {
        return new Command(parts, true);
    }

    /** The words for display, quotes removed and variables as {@code ${NAME}}; to run, see {@link #expanded}. */
    public List<String> words() {
        return parts.stream().map(Word::toString).toList();
    }

    /** Whether there are variables to replace. */
    public boolean expand() {
        return parts.stream().anyMatch(Word::hasVariables);
    }

    /**
     * The arguments in this environment. An unset variable is empty. A word that is nothing but an unquoted
     * {@code $NAME} becomes as many arguments as its value has words, none if it has none; everything else stays one
     * argument, as in {@code systemd.service(5)}. The first word is never lost.
     */
    public List<String> expanded(Map<String, String> environment) {
        List<String> arguments = new ArrayList<>();
        for (Word word : parts) {
            word.expandInto(arguments, environment);
        }
        return arguments;
    }

    /** The command for display, each word quoted where it must be. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(ignoreFailure ? "-" : "");
        for (Word word : parts) {
            line.append(line.length() > (ignoreFailure ? 1 : 0) ? " " : "").append(word.quoted());
        }
        return line.toString();
    }
}
