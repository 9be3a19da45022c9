package org.sideros.start.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.sideros.start.config.Schema.Context;
import org.sideros.start.config.Schema.Reader;

/** The kinds of value that keys take. */
final class Readers {
    static final Reader<String> TEXT = (value, _) -> {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw unexpected("a string", value);
    };

    static final Reader<Boolean> TRUTH = (value, _) -> {
        if (value instanceof Value.Truth truth) {
            return truth.value();
        }
        throw unexpected("true or false", value);
    };

    static final Reader<Duration> DURATION = (value, _) -> {
        if (value instanceof Value.Text text) {
            return Durations.parse(text.text());
        }
        throw unexpected("a duration such as \"5s\"", value);
    };

    static final Reader<Path> PATH = text(Readers::absolutePath);

    private Readers() {}

    static InvalidValueException unexpected(String expected, Value value) {
        return new InvalidValueException("expected " + expected + ", found " + value.kind());
    }

    /** A string that {@code parse} makes sense of. */
    static <T> Reader<T> text(Function<String, T> parse) {
        return (value, context) -> parse.apply(TEXT.read(value, context));
    }

    /** A string that is not empty. */
    static Reader<String> word() {
        return text(text -> {
            if (text.isBlank()) {
                throw new InvalidValueException("is empty");
            }
            return text;
        });
    }

    /** One of an enum's words. */
    static <E extends Enum<E>> Reader<E> oneOf(Class<E> type) {
        return text(word -> Words.parse(type, word));
    }

    /** An integer from {@code min} to {@code max}. */
    static Reader<Integer> integer(int min, int max) {
        return (value, _) -> {
            if (!(value instanceof Value.Whole whole)) {
                throw unexpected("an integer", value);
            }
            if (whole.number() < min || whole.number() > max) {
                throw new InvalidValueException(whole.number() + " is not in " + min + " to " + max);
            }
            return (int) whole.number();
        };
    }

    /** A duration above zero; {@code infinity} included. */
    static Reader<Duration> positiveDuration() {
        return (value, context) -> {
            Duration duration = DURATION.read(value, context);
            if (duration.isZero()) {
                throw new InvalidValueException("must be more than 0; write \"infinity\" for no limit");
            }
            return duration;
        };
    }

    /** A duration with an end. */
    static Reader<Duration> finiteDuration() {
        return (value, context) -> {
            Duration duration = DURATION.read(value, context);
            if (Durations.isInfinite(duration)) {
                throw new InvalidValueException("\"infinity\" is not a delay");
            }
            return duration;
        };
    }

    /** An array, or a single value that stands for an array of one. Bad elements are reported and left out. */
    static <T> Reader<List<T>> oneOrMore(Reader<T> element) {
        return (value, context) -> {
            List<Value> items = value instanceof Value.Items array ? array.items() : List.of(value);
            return each(items, element, context);
        };
    }

    /** An array. Bad elements are reported and left out. */
    static <T> Reader<List<T>> array(String of, Reader<T> element) {
        return (value, context) -> {
            if (value instanceof Value.Items array) {
                return each(array.items(), element, context);
            }
            throw unexpected("an array of " + of, value);
        };
    }

    /** An array without repetition. */
    static <T> Reader<Set<T>> set(String of, Reader<T> element) {
        Reader<List<T>> array = array(of, element);
        return (value, context) -> new LinkedHashSet<>(array.read(value, context));
    }

    private static <T> List<T> each(List<Value> items, Reader<T> element, Context context) {
        List<T> read = new ArrayList<>();
        for (Value item : items) {
            try {
                read.add(element.read(item, context));
            } catch (InvalidValueException e) {
                context.error(item.where(), e.getMessage());
            }
        }
        return read;
    }

    /** A path from the root. */
    static Path absolutePath(String text) {
        Path path = path(text);
        if (!path.isAbsolute()) {
            throw new InvalidValueException(ServiceName.show(text) + " is not an absolute path");
        }
        return path;
    }

    /** Any path that this machine can spell. */
    static Path path(String text) {
        if (text.isEmpty()) {
            throw new InvalidValueException("is empty; expected a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            // Outside a UTF-8 locale the JDK cannot turn every character into the bytes of a file name.
            throw new InvalidValueException(ServiceName.show(text) + " is not a path: " + e.getReason());
        }
    }
}
