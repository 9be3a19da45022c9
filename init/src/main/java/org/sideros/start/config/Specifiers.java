package org.sideros.start.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills {@code %n} (the service's name), {@code %i} (its instance, in templates) and {@code %%} into the strings of a
 * service file. Exact arguments, the array form of a command, stay as they are. So does any other {@code %x}, with a
 * warning: {@code date +%s} means what it says.
 */
final class Specifiers {
    private static final String MAIN_COMMAND = "service.exec";

    private final String name;
    private final String instance;
    private final List<Problem> problems;

    Specifiers(String name, List<Problem> problems) {
        this.name = name;
        this.instance = ServiceName.instanceOf(name);
        this.problems = problems;
    }

    Value.Table fill(Value.Table root) {
        return fill("", root);
    }

    private Value.Table fill(String prefix, Value.Table table) {
        Map<String, Value> filled = new LinkedHashMap<>();
        table.entries()
                .forEach((key, value) -> filled.put(
                        key,
                        switch (value) {
                            case Value.Table inner -> fill(prefix + key + ".", inner);
                            case Value.Items items when isExact(prefix + key, items) -> items;
                            case Value.Items items -> fill(items);
                            case Value.Text text -> fill(text);
                            case Value.Whole _, Value.Real _, Value.Truth _, Value.Moment _ -> value;
                        }));
        return new Value.Table(filled, table.where());
    }

    /** An array of nothing but strings is one command in {@code exec}, and a list everywhere else. */
    private boolean isExact(String path, Value.Items items) {
        boolean exact = path.equals(MAIN_COMMAND) && items.items().stream().allMatch(Value.Text.class::isInstance);
        if (exact) {
            warnOfInstance(items);
        }
        return exact;
    }

    private Value.Items fill(Value.Items items) {
        List<Value> filled = new ArrayList<>();
        for (Value item : items.items()) {
            if (item instanceof Value.Items inner) {
                warnOfInstance(inner);
            }
            filled.add(item instanceof Value.Text text ? fill(text) : item);
        }
        return new Value.Items(filled, items.where());
    }

    private void warnOfInstance(Value.Items items) {
        for (Value item : items.items()) {
            if (!instance.isEmpty()
                    && item instanceof Value.Text text
                    && text.text().contains("%i")) {
                problems.add(Problem.warning(
                        item.where(),
                        "%i stays as it is in an array of exact arguments; write the command as a string"));
            }
        }
    }

    private Value.Text fill(Value.Text value) {
        String text = value.text();
        if (text.indexOf('%') < 0) {
            return value;
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '%' && i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (next == '%') {
                filled.append('%');
                i++;
            } else if (next == 'n') {
                filled.append(name);
                i++;
            } else if (next == 'i' && !instance.isEmpty()) {
                filled.append(instance);
                i++;
            } else {
                filled.append(c);
                warnOfUnknown(next, value.where());
            }
        }
        return new Value.Text(filled.toString(), value.where());
    }

    private void warnOfUnknown(char specifier, Location where) {
        if (specifier == 'i') {
            problems.add(Problem.warning(where, "%i stays as it is: only a template (NAME@.toml) has an instance"));
        } else if (Character.isLetter(specifier)) {
            problems.add(Problem.warning(
                    where,
                    "%" + specifier + " stays as it is: the specifiers are %i, %n and %%; write %%" + specifier
                            + " to say so"));
        }
    }
}
