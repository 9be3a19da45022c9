package org.sideros.start.app;

import java.util.Arrays;
import java.util.List;
import org.sideros.start.error.StartError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
        int status = run(console, args);
        console.flush();
        System.exit(status);
    }

    /** Runs one command line and returns its exit status. */
    static int run(Console console, String... args) {
        Invocation invocation = new Invocation(console);
        try {
            return execute(invocation, args);
        } catch (StartError e) {
            console.error(e.getMessage());
            return e.exitCode();
        } catch (RuntimeException | Error e) {
            console.error("internal error: " + e + " (START_LOG=debug shows where)");
            if (Logging.isDebug()) {
                e.printStackTrace(console.err());
            }
            return FAILED;
        }
    }

    private static int execute(Invocation invocation, String[] args) {
        CommandLine commandLine = Verbs.commandLine(invocation, args);
        ParseResult parsed;
        try {
            parsed = commandLine.parseArgs(args);
        } catch (ParameterException e) {
            return usage(invocation.console(), e);
        }
        if (parsed.isVersionHelpRequested()) {
            return new VersionCommand(invocation).call();
        }
        if (!parsed.hasSubcommand()) {
            (parsed.isUsageHelpRequested()
                            ? invocation.console().out()
                            : invocation.console().err())
                    .print(commandLine.getUsageMessage());
            return parsed.isUsageHelpRequested() ? 0 : USAGE;
        }
        ParseResult verb = parsed.subcommand();
        if (verb.isVersionHelpRequested()) {
            return new VersionCommand(invocation).call();
        }
        CommandLine verbLine = verb.commandSpec().commandLine();
        if (verb.isUsageHelpRequested()) {
            invocation.console().out().print(verbLine.getUsageMessage());
            return 0;
        }
        try {
            return ((Verb) verb.commandSpec().userObject()).call();
        } catch (ParameterException e) {
            return usage(invocation.console(), e);
        }
    }

    private static int usage(Console console, ParameterException e) {
        CommandLine at = e.getCommandLine();
        String command = at.getCommandSpec().qualifiedName();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && at.getParent() == null) {
            String word = unmatched.getUnmatched().getFirst();
            if (!word.startsWith("-")) {
                console.error(word + ": no such verb" + Verbs.suggestion(word) + "; see: start --help");
                return USAGE;
            }
        }
        List<String> lines = Arrays.asList(String.valueOf(e.getMessage()).split("\n", -1));
        console.error(lines.getFirst() + "; see: " + command + " --help");
        return USAGE;
    }
}
