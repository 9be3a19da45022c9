package org.sideros.start.app;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All verbs, in the order of the help text. */
final class Verbs {
    private static final List<Verb> ALL = List.of(
            new StartCommand(),
            new StopCommand(),
            new RestartCommand(),
            new ReloadCommand(),
            new StatusCommand(),
            new ListCommand(),
            new NewCommand(),
            new CheckCommand(),
            new TopCommand(),
            new ShutdownCommand(),
            new InitCommand(),
            new VersionCommand());

    /** A wrong word is taken for a verb when so many letters differ. */
    private static final int CLOSE = 2;

    private Verbs() {}

    /**
     * The command line that reads {@code args}. It knows the verb that {@code args} name and no other, because setting up
     * a verb takes time at every run; it knows all of them when that one is missing or unknown.
     */
    static CommandLine commandLine(String... args) {
        Verb named = verbOf(args);
        CommandLine commandLine =
                new CommandLine(Invocation.declare(CommandSpec.create().name("start")));
        Invocation.describe(commandLine.getCommandSpec());
        for (Verb verb : named == null ? ALL : List.of(named)) {
            CommandSpec spec = Invocation.declare(CommandSpec.wrapWithoutInspection(verb));
            spec.usageMessage().description(verb.summary());
            verb.declare(spec);
            commandLine.addSubcommand(verb.name(), spec);
        }
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return commandLine;
    }

    /** What to add to "no such verb": the verb that was meant, or nothing. */
    static String suggestion(String word) {
        return ALL.stream()
                .map(Verb::name)
                .filter(verb -> distance(word, verb) <= CLOSE || verb.startsWith(word))
                .min(Comparator.comparingInt(verb -> distance(word, verb)))
                .map(verb -> "; did you mean \"" + verb + "\"?")
                .orElse("");
    }

    private static @Nullable Verb verbOf(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--config")) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return byName(args[i]);
            }
        }
        return null;
    }

    private static @Nullable Verb byName(String name) {
        for (Verb verb : ALL) {
            if (verb.name().equals(name)) {
                return verb;
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
