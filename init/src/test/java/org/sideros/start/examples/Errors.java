package org.sideros.start.examples;

import java.nio.file.Path;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.ServiceManager;

/** Starts services and says what went wrong: {@code Errors /etc/sideros/services NAME ...}. */
public final class Errors {
    private Errors() {}

    public static void main(String[] args) throws Exception {
        try (ServiceManager manager = ServiceManager.open(Path.of(args[0]))) {
            for (int i = 1; i < args.length; i++) {
                start(manager, args[i]);
            }
        }
    }

    private static void start(ServiceManager manager, String service) throws InterruptedException {
        try {
            manager.start(service);
        } catch (StartError e) {
            switch (e) {
                case StartError.ServiceNotFound error -> System.err.println("Service " + error.name() + " not found");
                case StartError.AlreadyRunning error ->
                    System.err.println("Service " + error.name() + " is already running");
                default -> System.err.println(e.getMessage());
            }
        }
    }
}
