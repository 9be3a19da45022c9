package org.sideros.start.config;

import java.util.List;

/**
 * A command line, split into words. {@code expand} tells whether {@code $VAR} and {@code ${VAR}} in the words still have
 * to be replaced when the environment is known (true for the string form, false for the array of exact arguments).
 *
 * @param words program and arguments, never empty
 * @param ignoreFailure a leading {@code -}: failure is tolerated
 */
public record Command(List<String> words, boolean expand, boolean ignoreFailure) {
    public Command {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least one word");
        }
    }

    /** Exactly these words, nothing expanded. */
    public static Command exact(String... words) {
        return new Command(List.of(words), false, false);
    }
}
