package org.sideros.start.app;

import picocli.CommandLine.Model.CommandSpec;

/** {@code start stop NAME...}. */
final class StopCommand implements Verb {
    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String summary() {
        return "Stop services, after those that depend on them.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Job.declare(spec, "1..*", true);
    }

    @Override
    public int run(Invocation invocation) {
        return Job.run(invocation, "Stop", invocation.words());
    }
}
