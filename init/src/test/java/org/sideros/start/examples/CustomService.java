package org.sideros.start.examples;

import java.util.Arrays;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.manager.Service;

/** A service that is in no file: {@code CustomService USER GROUP COMMAND [ARGUMENT ...]}. */
public final class CustomService {
    private CustomService() {}

    public static void main(String[] args) throws Exception {
        String user = args[0];
        String group = args[1];
        String[] command = Arrays.copyOfRange(args, 2, args.length);

        ServiceConfig config = ServiceConfig.builder("myapp")
                .description("My Application")
                .type(ServiceType.SIMPLE)
                .exec(command)
                .user(user)
                .group(group)
                .build();

        try (Service service = Service.of(config)) {
            service.start();

            // Query state
            switch (service.state()) {
                case ACTIVE -> System.out.println("Running");
                case FAILED -> System.out.println("Failed");
                default -> System.out.println("Other state");
            }
        }
    }
}
