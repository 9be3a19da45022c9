package org.sideros.start.app;

import org.sideros.start.tui.Top;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start top}: the interactive console. */
final class TopCommand implements Verb {
    @Override
    public String name() {
        return "top";
    }

    @Override
    public String summary() {
        return "Watch services, and start and stop them, on the terminal.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "--once", "Print how things are and end, as when standard output is no terminal.");
    }

    @Override
    public int run(Invocation invocation) {
        Top top = new Top(invocation.config().controlSocket());
        boolean terminal = invocation.console().terminal();
        if (invocation.flag("--once") || !terminal || dumb(invocation) || !Top.canWatch()) {
            int columns = invocation.width();
            top.print(invocation.console().out(), columns > 0 || !terminal ? columns : Top.columns());
        } else {
            top.watch(invocation.colour());
        }
        return 0;
    }

    /** Whether the terminal cannot move its cursor, as far as anybody says. */
    private static boolean dumb(Invocation invocation) {
        String type = invocation.environment().getOrDefault("TERM", "");
        return type.isEmpty() || type.equals("dumb");
    }
}
