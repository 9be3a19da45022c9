package org.sideros.start.init;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.config.GlobalLoad;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.Executor;
import org.sideros.start.os.Kernel;

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

    /**
     * What a program of its own is started with: the file that {@code START_CONFIG} names, else the system's
     * {@code start.toml} for root and the user's own for others; the log is left to what SLF4J is bound to.
     *
     * @throws StartError.ConfigurationInvalid when there is an error in the file and this process is not in charge of the
     *     system; where it is, what is wrong is left at its default and reported by {@link Init#boot}
     * @throws StartError.StartFailed when {@code start-exec} is not to be found
     */
    public static InitOptions usual() {
        Map<String, String> environment = System.getenv();
        GlobalLoad load = GlobalConfigLoader.load(Optional.empty(), Kernel.effectiveUser(), environment);
        if (!Init.inCharge(environment)) {
            load.orThrow();
        }
        String version = Init.class.getPackage().getImplementationVersion();
        return new InitOptions(
                load, false, Executor.find(), environment, InitLog.NONE, version == null ? "(library)" : version);
    }
}
