package org.sideros.start.examples;

import java.nio.file.Path;
import java.util.List;
import org.sideros.start.manager.JobReport;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.service.ServiceStatus;

/** Starts everything in a directory, in order: {@code AllServices /etc/sideros/services}. */
public final class AllServices {
    private AllServices() {}

    public static void main(String[] args) throws Exception {
        Path services = Path.of(args[0]);

        try (ServiceManager manager = ServiceManager.open(services)) {
            // Load all services again, after their files have changed
            manager.loadServices().problems().forEach(System.err::println);

            // Get service list
            List<ServiceStatus> list = manager.listServices();
            list.forEach(service -> System.out.println(service.name() + ": " + service.description()));

            // Start all services respecting dependencies
            JobReport report = manager.startAll();
            report.results()
                    .forEach(result -> result.error().ifPresent(error -> System.err.println(error.getMessage())));
        }
    }
}
