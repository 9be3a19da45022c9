package org.sideros.start.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The spelling of enum constants in files and on the wire: {@code ON_FAILURE} is {@code on-failure}. */
public final class Words {
    private Words() {}

    /** The word for a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The constant a word stands for.
     *
     * @throws InvalidValueException if there is none; the message lists the words there are
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String word) {
        E[] constants = type.getEnumConstants();
        if (constants == null) {
            throw new IllegalArgumentException(type + " has no constants");
        }
        for (E constant : constants) {
            if (of(constant).equals(word)) {
                return constant;
            }
        }
        List<String> words = Arrays.stream(constants).map(Words::of).toList();
        throw new InvalidValueException("\"" + word + "\" is not one of " + String.join(", ", words)
                + Spelling.hint(word.toLowerCase(Locale.ROOT).replace('_', '-'), words));
    }
}
