package org.sideros.start.config;

import java.util.Locale;

/** The spelling of enum constants in files and on the wire: {@code ON_FAILURE} is {@code on-failure}. */
public final class Words {
    private Words() {}

    /** The word for a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
