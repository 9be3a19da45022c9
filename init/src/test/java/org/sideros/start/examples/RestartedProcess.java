package org.sideros.start.examples;

import java.time.Duration;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.manager.ProcessSupervisor;
import org.sideros.start.service.ServiceStatus;

/** A process that is started again when it fails: {@code RestartedProcess COMMAND [ARGUMENT ...]}. */
public final class RestartedProcess {
    private RestartedProcess() {}

    public static void main(String[] args) throws Exception {
        ServiceConfig config = ServiceConfig.builder("worker")
                .exec(args)
                .restart(RestartPolicy.ON_FAILURE, Duration.ofMillis(100), 3)
                .build();

        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            ProcessSupervisor.Handle worker = supervisor.spawn(config);

            // Until it succeeds, or has failed once more than it may
            ServiceStatus ended = worker.awaitEnd();
            System.out.println(ended.result() + " after " + ended.restartsTotal() + " restarts");
        }
    }
}
