package org.sideros.start.examples;

import java.nio.file.Path;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.service.ServiceStatus;

/** Starts a service, looks at it and stops it: {@code BasicServiceManagement /etc/sideros/services}. */
public final class BasicServiceManagement {
    private BasicServiceManagement() {}

    public static void main(String[] args) throws Exception {
        Path services = Path.of(args[0]);

        try (ServiceManager manager = ServiceManager.open(services)) {
            // Start a service
            manager.start("nginx");

            // Check status
            ServiceStatus status = manager.status("nginx");
            System.out.println("nginx is " + status.state());

            // Stop a service
            manager.stop("nginx");
        }
    }
}
