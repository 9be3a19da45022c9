package org.sideros.start.app;

import java.util.Map;
import org.sideros.start.error.StartError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code start} command. Reads the command line, runs the verb, and turns what became of it into an exit status and
 * one line on standard error.
 */
public final class Start {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Start() {}

    public static void main(String[] args) {
        Console console = Console.system();
        int status = run(console, Environment.read(), args);
        console.flush();
        if (status == 0 && console.out().checkError()) {
            // A full disk behind standard output, or a reader that left: what was asked for did not arrive.
            status = FAILED;
        }
        // Not System.exit: it sets up logging, to log that the program exits if somebody asked for that.
        Runtime.getRuntime().halt(status);
    }

    /** Runs one command line and returns its exit status. */
    static int run(Console console, Map<String, String> environment, String... args) {
        try {
            return execute(console, environment, args);
        } catch (StartError e) {
            console.error(e.getMessage());
            return e.exitCode();
        } catch (RuntimeException | Error e) {
            console.error("internal error: " + e + " (START_LOG=debug shows where)");
            String levels = environment.getOrDefault("START_LOG", "");
            if (levels.contains("debug") || levels.contains("trace")) {
                e.printStackTrace(console.err());
            }
            return FAILED;
        }
    }

    private static int execute(Console console, Map<String, String> environment, String[] args) {
        CommandLine commandLine = Verbs.commandLine(args);
        ParseResult parsed;
        try {
            parsed = commandLine.parseArgs(args);
        } catch (ParameterException e) {
            return usage(console, e);
        }
        Invocation invocation = new Invocation(console, environment, parsed);
        if (!parsed.hasSubcommand()) {
            return withoutVerb(invocation, parsed, commandLine);
        }
        ParseResult named = parsed.subcommand();
        Verb verb = (Verb) named.commandSpec().userObject();
        if (named.isUsageHelpRequested() || parsed.isUsageHelpRequested()) {
            console.out()
                    .println(named.commandSpec().commandLine().getUsageMessage().stripTrailing());
            return 0;
        }
        return named.isVersionHelpRequested() || parsed.isVersionHelpRequested()
                ? new VersionCommand().run(invocation)
                : verb.run(invocation);
    }

    private static int withoutVerb(Invocation invocation, ParseResult parsed, CommandLine commandLine) {
        if (parsed.isVersionHelpRequested()) {
            return new VersionCommand().run(invocation);
        }
        boolean asked = parsed.isUsageHelpRequested();
        (asked ? invocation.console().out() : invocation.console().err())
                .println(commandLine.getUsageMessage().stripTrailing());
        return asked ? 0 : USAGE;
    }

    /** One line says what is wrong, and where to read on. */
    private static int usage(Console console, ParameterException e) {
        CommandLine at = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched && at.getParent() == null) {
            String word = unmatched.getUnmatched().getFirst();
            if (!word.startsWith("-")) {
                console.error(word + ": no such verb" + Verbs.suggestion(word) + "; see: start --help");
                return USAGE;
            }
        }
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        console.error((end < 0 ? message : message.substring(0, end)) + "; see: "
                + at.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }
}
