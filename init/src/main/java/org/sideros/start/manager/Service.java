package org.sideros.start.manager;

import java.io.IOException;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/**
 * One service that a program defines itself, without any file, and that is supervised as one with a file would be: with its
 * readiness, restart policy, time-outs, limits and stop sequence. Thread-safe.
 *
 * <p>Each has a manager of its own and costs two platform threads; for many services, put files into a directory and open a
 * {@link ServiceManager} on it, or use a {@link ProcessSupervisor}. Close it to stop the service and give everything back:
 * a program that ends without that leaves the service running.
 *
 * <p>The service sees none of the program's environment, standard input or working directory: its environment is
 * {@code PATH} and what the definition says, its input is empty, its directory is {@code /} unless defined otherwise.
 */
public final class Service implements AutoCloseable {
    private final ServiceManager manager;
    private final ServiceConfig config;
    private final OwnService own;

    private Service(ServiceManager manager, ServiceConfig config, OwnService own) {
        this.manager = manager;
        this.config = config;
        this.own = own;
    }

    /**
     * The service of a definition, not started yet.
     *
     * @throws StartError.InvalidArgument when the definition makes no sense, naming the value
     * @throws StartError.StartFailed when {@code start-exec} is not to be found
     * @throws IOException when there is nowhere to put what has to be kept at run time, or no descriptor left
     */
    public static Service of(ServiceConfig config) throws IOException {
        return of(config, ManagerOptions.DEFAULT);
    }

    /**
     * The same as {@link #of(ServiceConfig)}, with a say in where things are.
     *
     * @throws StartError.Refused when another manager has claimed the runtime directory
     */
    public static Service of(ServiceConfig config, ManagerOptions options) throws IOException {
        Definition.check(config);
        ServiceManager manager = Embedding.openEmpty(options);
        try {
            return new Service(manager, config, manager.define(config));
        } catch (StartError e) {
            manager.close();
            throw e;
        }
    }

    /** What defines it. */
    public ServiceConfig config() {
        return config;
    }

    /**
     * Starts it and waits until it is up: executed, ready or done, as its type says. One that waits for its next automatic
     * restart is restarted at once.
     *
     * @throws StartError.AlreadyRunning when it is active; nothing was done
     * @throws StartError.StartFailed when it did not come up, with the step and the cause
     * @throws StartError.DependencyFailed when it requires something that is not there
     * @throws StartError.ShuttingDown when it is closed
     * @throws InterruptedException when the caller is interrupted; the start goes on
     */
    public void start() throws InterruptedException {
        manager.start(config.name());
    }

    /**
     * Stops it and waits until none of its processes is left, left-overs included. Nothing is done when it does not run.
     *
     * @throws StartError.StartFailed when it could not be ended
     * @throws InterruptedException when the caller is interrupted; the stop goes on
     */
    public void stop() throws InterruptedException {
        manager.stop(config.name());
    }

    /** Stops it if it runs, and starts it. Throws what {@link #start} throws but {@link StartError.AlreadyRunning}. */
    public void restart() throws InterruptedException {
        manager.restart(config.name());
    }

    /** The state it is in. Does not wait. */
    public ServiceState state() {
        return own.status().state();
    }

    /** All there is to say about it: main process, last exit, restarts. Does not wait. */
    public ServiceStatus status() {
        return own.status();
    }

    /**
     * Waits until it rests: it has not been started, was stopped, or has ended and its policy wants no restart.
     *
     * @return how it is then; {@link ServiceStatus#result} says how it ended
     */
    public ServiceStatus awaitEnd() throws InterruptedException {
        return own.awaitEnd();
    }

    /** Stops it, within its own time-out for that, and gives everything back. An interrupt shortens the time-out to 0. */
    @Override
    public void close() {
        manager.close();
    }
}
