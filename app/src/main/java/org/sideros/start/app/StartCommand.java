package org.sideros.start.app;

import picocli.CommandLine.Model.CommandSpec;

/** {@code start start NAME...}. */
final class StartCommand implements Verb {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "Start services, each after what it requires.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Job.declare(spec, "1..*", false);
    }

    @Override
    public int run(Invocation invocation) {
        return Job.run(invocation, "Start", invocation.words());
    }
}
