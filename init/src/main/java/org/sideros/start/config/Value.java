package org.sideros.start.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A TOML value that knows where it is written, so that it can be merged with others and still be blamed. */
sealed interface Value {
    /** Where the key that holds this value is written; an array's element has a place of its own. */
    Location where();

    /** What it is, with its article: {@code a string}. */
    String kind();

    /** A string. */
    record Text(String text, Location where) implements Value {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** An integer of 64 bits. */
    record Whole(long number, Location where) implements Value {
        @Override
        public String kind() {
            return "an integer";
        }
    }

    /** A floating-point number. */
    record Real(double number, Location where) implements Value {
        @Override
        public String kind() {
            return "a number with a fraction";
        }
    }

    /** True or false. */
    record Truth(boolean value, Location where) implements Value {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /** A date or a time; no key takes one. */
    record Moment(Location where) implements Value {
        @Override
        public String kind() {
            return "a date or time";
        }
    }

    /** An array. */
    record Items(List<Value> items, Location where) implements Value {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /** A table, in the order of the file. */
    record Table(Map<String, Value> entries, Location where) implements Value {
        @Override
        public String kind() {
            return "a table";
        }

        /** This table with {@code other} laid over it: tables merge, everything else replaces. */
        Table mergedWith(Table other) {
            Map<String, Value> merged = new LinkedHashMap<>(entries);
            other.entries.forEach((key, value) -> merged.merge(
                    key,
                    value,
                    (below, above) -> below instanceof Table lower && above instanceof Table upper
                            ? lower.mergedWith(upper)
                            : above));
            return new Table(merged, where);
        }
    }
}
