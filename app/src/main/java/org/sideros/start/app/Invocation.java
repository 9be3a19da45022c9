package org.sideros.start.app;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sideros.start.config.Durations;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.config.GlobalLoad;
import org.sideros.start.config.InvalidValueException;
import org.sideros.start.config.Words;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.Json;
import org.sideros.start.error.StartError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * One run of the command: what the words of the command line say, the options that stand before or after any verb among
 * them, and what verbs share.
 */
final class Invocation {
    private final Console console;
    private final Map<String, String> environment;
    private final ParseResult whole;
    private final ParseResult verb;

    Invocation(Console console, Map<String, String> environment, ParseResult parsed) {
        this.console = console;
        this.environment = environment;
        this.whole = parsed;
        this.verb = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    }

    /** Declares the options that every verb has, and that may as well stand before the verb. */
    static CommandSpec declare(CommandSpec spec) {
        Options.value(
                spec,
                "FILE",
                "Read this start.toml (else the one START_CONFIG names) and talk to its supervisor.",
                "--config");
        Options.flag(spec, "--json", "Print one JSON document.");
        Options.flag(spec, "--no-color", "Print without colours, as with NO_COLOR.");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        return spec;
    }

    /** The help text around the list of verbs. */
    static void describe(CommandSpec spec) {
        spec.usageMessage()
                .synopsisSubcommandLabel("VERB ...")
                .description("Init system and service manager.")
                .optionListHeading("%nOptions, before or after the verb:%n")
                .commandListHeading("%nVerbs:%n")
                .footer(
                        "",
                        "Exit status: 0 done, 1 failed, 2 usage, 3 not active, 4 no such service,",
                        "5 no supervisor, 6 timed out, 7 not permitted, 8 refused.");
    }

    Console console() {
        return console;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Whether an option of the verb is there. */
    boolean flag(String option) {
        return verb.hasMatchedOption(option);
    }

    /** The value of an option of the verb. */
    Optional<String> value(String option) {
        return Optional.ofNullable(verb.matchedOptionValue(option, null));
    }

    /** The values of an option that may be given several times, in their order. */
    List<String> values(String option) {
        return verb.matchedOptionValue(option, List.of());
    }

    /** A duration given with an option. */
    Optional<Duration> duration(String option) {
        try {
            return value(option).map(Durations::parse);
        } catch (InvalidValueException e) {
            throw new StartError.InvalidArgument(option, option + ": " + e.getMessage());
        }
    }

    /** One of a set of words given with an option. */
    <E extends Enum<E>> Optional<E> word(String option, Class<E> type) {
        try {
            return value(option).map(word -> Words.parse(type, word));
        } catch (InvalidValueException e) {
            throw new StartError.InvalidArgument(option, option + ": " + e.getMessage());
        }
    }

    /** The words that are no options, where a verb takes any number of them. */
    List<String> words() {
        return verb.matchedPositionalValue(0, List.of());
    }

    /** The word that is no option at this place, where a verb takes just so many. */
    String word(int index) {
        return verb.matchedPositionalValue(index, "");
    }

    /** Whether one JSON document is asked for. */
    boolean json() {
        return global("--json");
    }

    /** Whether output for people may have colours. */
    boolean colour() {
        return console.terminal()
                && !global("--no-color")
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Columns that lines may have, 0 for any number: cut only what goes to a terminal that says how wide it is. */
    int width() {
        String columns = environment.getOrDefault("COLUMNS", "");
        try {
            return console.terminal() && !columns.isEmpty() ? Integer.parseUnsignedInt(columns) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean global(String option) {
        return whole.hasMatchedOption(option) || verb.hasMatchedOption(option);
    }

    /** The file of {@code --config}; {@code START_CONFIG} is left to who reads the file. */
    Optional<Path> configFile() {
        String file = verb.matchedOptionValue("--config", whole.matchedOptionValue("--config", (String) null));
        try {
            return Optional.ofNullable(file).map(Path::of);
        } catch (InvalidPathException e) {
            throw new StartError.InvalidArgument("--config", "--config: " + e.getMessage());
        }
    }

    /** The configuration, and what is wrong with it. */
    GlobalLoad load() {
        return GlobalConfigLoader.load(configFile(), user(), environment);
    }

    /** The configuration; one with an error would lead to another supervisor than the one that was meant. */
    GlobalConfig config() {
        return load().orThrow();
    }

    /** A connection to the supervisor. */
    ControlClient connect() {
        return ControlClient.connect(config().controlSocket());
    }

    /** Prints a JSON document. */
    void print(JsonElement document) {
        console.out().println(Json.text(document));
    }

    /** The effective user, as the owner of this process in /proc: no native call, which costs the set-up of JNA. */
    private static long user() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name")) ? 0 : -1;
        }
    }
}
