package org.sideros.start.manager;

import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceName;
import org.sideros.start.config.ServiceType;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Signals;

/** What must hold of a definition that a program made; that of a file was checked when it was read. */
final class Definition {
    private Definition() {}

    /**
     * The definition itself, when it makes sense.
     *
     * @throws StartError.InvalidArgument naming the first value that does not
     */
    static ServiceConfig check(ServiceConfig config) {
        ServiceName.check(config.name());
        boolean oneshot = config.type() == ServiceType.ONESHOT;
        require(
                config.isTarget() == config.exec().isEmpty(),
                config,
                "exec",
                config.isTarget() ? "a target runs nothing" : "is missing: what should be run?");
        require(config.exec().size() <= 1 || oneshot, config, "exec", "several commands are for a oneshot only");
        Restart restart = config.restart();
        boolean endless = restart.policy() == RestartPolicy.ALWAYS || restart.policy() == RestartPolicy.ON_SUCCESS;
        require(!oneshot || !endless, config, "restart", "the policy would run a oneshot for ever");
        require(!restart.delay().isNegative(), config, "restart", "the delay is negative");
        require(restart.maxAttempts() >= 0, config, "restart", "the number of attempts is negative");
        require(restart.multiplier() >= 1, config, "restart", "the multiplier is less than 1");
        require(
                Signals.number(config.stop().signal()).isPresent(),
                config,
                "stop",
                config.stop().signal() + " is no signal");
        return config;
    }

    private static void require(boolean holds, ServiceConfig config, String parameter, String otherwise) {
        if (!holds) {
            throw new StartError.InvalidArgument(parameter, config.name() + ": " + parameter + ": " + otherwise);
        }
    }
}
