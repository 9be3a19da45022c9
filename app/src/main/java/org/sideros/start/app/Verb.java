package org.sideros.start.app;

import picocli.CommandLine.Model.CommandSpec;

/**
 * One verb of the command line. Declared by picocli's builders and not by its annotations: reading those by reflection
 * takes longer than everything else a short verb does.
 */
interface Verb {
    /** The word on the command line. */
    String name();

    /** One line for the help text. */
    String summary();

    /** Declares options and parameters; those of {@link Invocation} are there already. */
    void declare(CommandSpec spec);

    /** Does it and returns the exit status; failures may also be thrown as {@code StartError}. */
    int run(Invocation invocation);
}
