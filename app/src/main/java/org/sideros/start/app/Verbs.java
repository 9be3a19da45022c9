package org.sideros.start.app;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All verbs by name, in the order of the help text. */
final class Verbs {
    private static final Map<String, Function<Invocation, Verb>> ALL = all();

    /** A wrong word is taken for a verb when so many letters differ. */
    private static final int CLOSE = 2;

    private Verbs() {}

    private static Map<String, Function<Invocation, Verb>> all() {
        Map<String, Function<Invocation, Verb>> all = new LinkedHashMap<>();
        all.put("version", VersionCommand::new);
        return all;
    }

    /**
     * The command line that reads {@code args}. It knows the verb that {@code args} name and no other, because setting up
     * a verb takes time at every run; it knows all of them when that one is missing or unknown.
     */
    static CommandLine commandLine(Invocation invocation, String... args) {
        String verb = verbOf(args);
        Function<Invocation, Verb> only = verb == null ? null : ALL.get(verb);
        if (only == null) {
            return commandLine(invocation);
        }
        return configured(new CommandLine(invocation).addSubcommand(verb, only.apply(invocation)));
    }

    /** The command line with every verb. */
    static CommandLine commandLine(Invocation invocation) {
        CommandLine commandLine = new CommandLine(invocation);
        ALL.forEach((name, verb) -> commandLine.addSubcommand(name, verb.apply(invocation)));
        return configured(commandLine);
    }

    private static CommandLine configured(CommandLine commandLine) {
        commandLine.setAbbreviatedOptionsAllowed(false);
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return commandLine;
    }

    /** What to add to "no such verb": the verb that was meant, or nothing. */
    static String suggestion(String word) {
        return ALL.keySet().stream()
                .filter(verb -> distance(word, verb) <= CLOSE || verb.startsWith(word))
                .min(Comparator.comparingInt(verb -> distance(word, verb)))
                .map(verb -> "; did you mean \"" + verb + "\"?")
                .orElse("");
    }

    private static @Nullable String verbOf(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--config")) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return args[i];
            }
        }
        return null;
    }

    /** How many letters to insert, drop or change (Levenshtein's distance). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
