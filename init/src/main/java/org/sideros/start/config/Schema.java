package org.sideros.start.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The keys a kind of file may hold, as one table: where, what kind of value, into which field of the draft, and whether
 * the behaviour behind it exists. Reading goes by the table alone, so what is not in it is an error.
 *
 * @param <D> what the values are put into
 */
final class Schema<D> {
    private final Map<String, Key<D>> keys = new LinkedHashMap<>();
    private final Set<String> tables = new HashSet<>();

    /**
     * One key.
     *
     * @param path tables and name, joined by dots
     * @param supported false: the value is checked and then refused
     */
    private record Key<D>(String path, boolean supported, Setter<D> setter) {}

    private interface Setter<D> {
        void set(D draft, Value value, Context context);
    }

    /**
     * Turns a value into what it means.
     *
     * @param <T> the meaning
     */
    interface Reader<T> {
        /** May report to {@code context} and return what is good, or throw {@link InvalidValueException}. */
        T read(Value value, Context context);
    }

    /** Where a reader reports problems, each with the path of the key. */
    record Context(String path, List<Problem> problems) {
        void error(Location where, String message) {
            problems.add(Problem.error(where, path + ": " + message));
        }

        void warning(Location where, String message) {
            problems.add(Problem.warning(where, path + ": " + message));
        }
    }

    <T> Schema<D> key(String path, Reader<T> reader, BiConsumer<D, T> field) {
        return add(path, true, reader, field);
    }

    /** A key that is read and checked, and then refused, since nothing acts on it. */
    <T> Schema<D> unsupported(String path, Reader<T> reader, BiConsumer<D, T> field) {
        return add(path, false, reader, field);
    }

    private <T> Schema<D> add(String path, boolean supported, Reader<T> reader, BiConsumer<D, T> field) {
        Setter<D> setter = (draft, value, context) -> field.accept(draft, reader.read(value, context));
        keys.put(path, new Key<>(path, supported, setter));
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            tables.add(path.substring(0, dot));
        }
        return this;
    }

    /** Put every value of {@code root} into the draft and tell where each key that is set stands. */
    Map<String, Location> read(Value.Table root, D draft, List<Problem> problems) {
        Map<String, Location> set = new HashMap<>();
        readTable("", root, draft, problems, set);
        return set;
    }

    private void readTable(
            String prefix, Value.Table table, D draft, List<Problem> problems, Map<String, Location> set) {
        table.entries().forEach((name, value) -> {
            String path = prefix + name;
            Key<D> key = name.contains(".") ? null : keys.get(path);
            if (key != null) {
                set.put(path, value.where());
                readKey(key, value, draft, problems);
            } else if (tables.contains(path) && !name.contains(".")) {
                set.put(path, value.where());
                if (value instanceof Value.Table inner) {
                    readTable(path + ".", inner, draft, problems, set);
                } else {
                    problems.add(Problem.error(
                            value.where(),
                            path + ": expected a table, found " + value.kind() + "; write [" + path + "]"));
                }
            } else {
                problems.add(Problem.error(value.where(), unknown(prefix, name, value)));
            }
        });
    }

    private void readKey(Key<D> key, Value value, D draft, List<Problem> problems) {
        Context context = new Context(key.path(), problems);
        try {
            if (holdsNul(value)) {
                throw new InvalidValueException("holds a NUL character");
            }
            key.setter().set(draft, value, context);
            if (!key.supported()) {
                context.error(value.where(), "not supported yet");
            }
        } catch (InvalidValueException e) {
            context.error(value.where(), e.getMessage());
        }
    }

    /** No name, path or argument the kernel takes can hold a NUL, so no value can. */
    private static boolean holdsNul(Value value) {
        return switch (value) {
            case Value.Text text -> text.text().indexOf('\0') >= 0;
            case Value.Items items -> items.items().stream().anyMatch(Schema::holdsNul);
            case Value.Table table ->
                table.entries().keySet().stream().anyMatch(name -> name.indexOf('\0') >= 0)
                        || table.entries().values().stream().anyMatch(Schema::holdsNul);
            case Value.Whole _, Value.Real _, Value.Truth _, Value.Moment _ -> false;
        };
    }

    private String unknown(String prefix, String name, Value value) {
        String table = prefix.isEmpty() ? "at the top level" : "in [" + prefix.substring(0, prefix.length() - 1) + "]";
        String what = value instanceof Value.Table ? "table" : "key";
        return "unknown " + what + " " + ServiceName.show(name) + " " + table
                + suggestion(prefix, name)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
    }

    private Optional<String> suggestion(String prefix, String name) {
        List<String> siblings = new ArrayList<>();
        Map<String, String> elsewhere = new HashMap<>();
        for (String path : paths()) {
            String leaf = path.substring(path.lastIndexOf('.') + 1);
            if (path.equals(prefix + leaf)) {
                siblings.add(leaf);
            } else {
                elsewhere.putIfAbsent(leaf, path);
            }
            // restart_policy is [service.restart] policy.
            if (path.startsWith(prefix)) {
                elsewhere.putIfAbsent(path.substring(prefix.length()).replace('.', '_'), path);
            }
        }
        String plain = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return Spelling.nearest(plain, siblings)
                .map(near -> tables.contains(prefix + near) ? "[" + prefix + near + "]" : "\"" + near + "\"")
                .or(() -> Spelling.nearest(plain, elsewhere.keySet())
                        .map(elsewhere::get)
                        .map(this::inTable));
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>(keys.keySet());
        tables.stream().sorted().forEach(paths::add);
        return paths;
    }

    private String inTable(String path) {
        int dot = path.lastIndexOf('.');
        return tables.contains(path) || dot < 0
                ? "[" + path + "]"
                : "\"" + path.substring(dot + 1) + "\" in [" + path.substring(0, dot) + "]";
    }
}
