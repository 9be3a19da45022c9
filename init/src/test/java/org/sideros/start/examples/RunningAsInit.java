package org.sideros.start.examples;

import org.sideros.start.init.Init;

/** The supervisor as a program of one's own, to be started by {@code start-init}. */
public final class RunningAsInit {
    private RunningAsInit() {}

    public static void main(String[] args) throws Exception {
        // In charge of the system only when start-init is PID 1 and has started this
        Init init = new Init();

        // Boot the system
        init.boot();

        // Main loop - handles signals and manages services
        int status = init.run();

        System.exit(status);
    }
}
