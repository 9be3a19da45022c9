package org.sideros.start.app;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a verb prints: standard output for what was asked for, standard error for what is said about it.
 *
 * @param terminal whether standard output is a terminal
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {
    /** The process's own streams, in UTF-8 whatever the locale says: an init has none, and JSON is UTF-8. */
    static Console system() {
        boolean terminal = isTerminal(Path.of("/proc/self/fd/1"));
        return new Console(writer(FileDescriptor.out), writer(FileDescriptor.err), terminal);
    }

    /** Says one line on standard error, in the form every message has. */
    void error(String message) {
        out.flush();
        err.println("start: " + message);
        err.flush();
    }

    void flush() {
        out.flush();
        err.flush();
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)));
    }

    /** {@code System.console()} asks for a terminal on standard input too; the link tells about one descriptor. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
