package org.sideros.start.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The run that the AOT cache is made from: verbs of the command line and a supervisor with a few services, in one
 * process, because one recording makes one cache. What is not used here is parsed and linked anew in each run of users.
 */
public final class Training {
    private Training() {}

    /** Argument: an empty directory to work in. */
    public static void main(String[] args) {
        verb(0, "version");
        verb(0, "version", "--json");
        verb(0, "--help");
        verb(2, "no-such-verb");
        System.exit(0);
    }

    private static void verb(int expected, String... args) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int status = Start.run(new Console(writer, writer, false), Environment.read(), args);
        if (status != expected) {
            System.err.println("training: start " + String.join(" ", args) + " exited " + status + ", not " + expected
                    + ":\n" + printed);
            System.exit(1);
        }
    }
}
