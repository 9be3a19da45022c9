package org.sideros.start.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what the command line tells of itself into the distribution: the shell completion and the manual page. */
public final class Documents {
    private Documents() {}

    /** Argument: the directory {@code share}. */
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0]);
        CommandLine commandLine = Verbs.commandLine();
        Path completions = Files.createDirectories(share.resolve("completions"));
        Files.writeString(completions.resolve("start.bash"), AutoComplete.bash("start", commandLine));
        Path manual = Files.createDirectories(share.resolve("man/man8"));
        Files.writeString(manual.resolve("start.8"), manualPage(commandLine));
    }

    /** The help texts as a page for man(7): the macros are few, and the texts are laid out already. */
    private static String manualPage(CommandLine commandLine) {
        StringBuilder page = new StringBuilder(".TH START 8\n.SH NAME\nstart \\- init system and service manager\n");
        section(page, "SYNOPSIS AND OPTIONS", commandLine);
        commandLine.getSubcommands().forEach((name, verb) -> section(page, "START " + name, verb));
        return page.append(".SH FILES\n/etc/sideros/start.toml, /etc/sideros/services/*.toml\n")
                .toString();
    }

    private static void section(StringBuilder page, String title, CommandLine commandLine) {
        page.append(".SH ").append(title).append("\n.nf\n");
        commandLine
                .getUsageMessage()
                .lines()
                .forEach(line -> page.append(literal(line)).append('\n'));
        page.append(".fi\n");
    }

    /** A line that roff prints as it is: no escapes, and no request because of what it begins with. */
    private static String literal(String line) {
        return "\\&" + line.replace("\\", "\\e").replace("-", "\\-");
    }
}
