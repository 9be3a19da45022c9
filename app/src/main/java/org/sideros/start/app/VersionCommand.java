package org.sideros.start.app;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** Prints the version of the command, of the Java it runs on, and where the distribution is. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Verb {
    private final Invocation invocation;

    VersionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        String version = version();
        String java = Runtime.version().toString();
        String home = System.getProperty("start.home");
        if (invocation.json()) {
            JsonObject document = new JsonObject();
            document.addProperty("version", version);
            document.addProperty("java", java);
            document.addProperty("home", home);
            invocation.print(document);
        } else {
            invocation.console().out().println("start " + version);
            invocation.console().out().println("java " + java);
            if (home != null) {
                invocation.console().out().println("home " + home);
            }
        }
        return 0;
    }

    private static String version() {
        try (InputStream in = VersionCommand.class.getResourceAsStream("version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
