package org.sideros.start.app;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the version of the command, of the Java it runs on, and where the distribution is. */
final class VersionCommand implements Verb {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public String summary() {
        return "Show the version.";
    }

    @Override
    public void declare(CommandSpec spec) {}

    @Override
    public int run(Invocation invocation) {
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

    /** The version of the program. */
    static String version() {
        try (InputStream in = VersionCommand.class.getResourceAsStream("version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
