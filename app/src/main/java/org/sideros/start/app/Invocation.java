package org.sideros.start.app;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** One run of the command: the options that stand before or after any verb, and what verbs share. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "VERB",
        description = "Init system and service manager.",
        optionListHeading = "%nOptions, before or after the verb:%n",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 usage, 3 not active, 4 no such service, 5 no supervisor,",
            "6 timed out, 7 not permitted, 8 refused."
        })
final class Invocation {
    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Read this start.toml (or the one START_CONFIG names) and talk to its supervisor.")
    private @Nullable Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print without colours, as with NO_COLOR.")
    private boolean noColor;

    Invocation(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    /** The configuration file that was named, by the option or {@code START_CONFIG}. */
    Optional<Path> configFile() {
        String named = System.getenv("START_CONFIG");
        return config != null
                ? Optional.of(config)
                : Optional.ofNullable(named).filter(file -> !file.isEmpty()).map(Path::of);
    }

    /** Whether output for people may have colours. */
    boolean colour() {
        String refused = System.getenv("NO_COLOR");
        return console.terminal() && !noColor && (refused == null || refused.isEmpty());
    }

    /** Whether one JSON document is asked for. */
    boolean json() {
        return json;
    }

    /** Prints a JSON document. */
    void print(JsonElement document) {
        console.out()
                .println(new GsonBuilder()
                        .serializeNulls()
                        .disableHtmlEscaping()
                        .setPrettyPrinting()
                        .create()
                        .toJson(document));
    }
}
