package org.sideros.start.examples;

import java.util.Arrays;
import org.sideros.start.manager.ProcessSupervisor;
import org.sideros.start.service.ServiceStatus;

/** A process that is looked after: {@code ProcessSupervision /usr/bin/myapp [ARGUMENT ...]}. */
public final class ProcessSupervision {
    private ProcessSupervision() {}

    public static void main(String[] args) throws Exception {
        String program = args[0];
        String[] arguments = Arrays.copyOfRange(args, 1, args.length);

        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            // Spawn and supervise a process
            ProcessSupervisor.Handle handle = supervisor.spawn(program, arguments);

            // Check if running
            if (supervisor.isRunning(handle)) {
                System.out.println("Process is running");
            }

            // Terminate
            ServiceStatus ended = supervisor.terminate(handle);
            System.out.println("Process ended by " + ended.exitSignal().orElse("itself"));
        }
    }
}
