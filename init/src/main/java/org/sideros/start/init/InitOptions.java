package org.sideros.start.init;

import java.nio.file.Path;
import java.util.Map;
import org.sideros.start.config.GlobalLoad;

/**
 * What the supervisor is started with.
 *
 * @param container whether to supervise a container: nothing is mounted, and the end is an exit status
 * @param executor the path of {@code start-exec}
 * @param environment of this process
 */
public record InitOptions(
        GlobalLoad configuration,
        boolean container,
        Path executor,
        Map<String, String> environment,
        InitLog log,
        String version) {
    public InitOptions {
        environment = Map.copyOf(environment);
    }
}
