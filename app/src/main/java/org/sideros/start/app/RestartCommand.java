package org.sideros.start.app;

import picocli.CommandLine.Model.CommandSpec;

/** {@code start restart NAME...}. */
final class RestartCommand implements Verb {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String summary() {
        return "Stop services and those that depend on them, and start them again.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Job.declare(spec, "1..*", true);
    }

    @Override
    public int run(Invocation invocation) {
        return Job.run(invocation, "Restart", invocation.words());
    }
}
