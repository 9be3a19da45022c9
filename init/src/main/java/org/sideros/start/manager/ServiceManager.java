package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.error.StartError;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;

/** All services: the one door through which anything asks for a change or looks at the state. Thread-safe. */
public final class ServiceManager implements AutoCloseable {
    private final Machine machine;
    private final Changes changes = new Changes();
    private final Supervision supervision;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private volatile Optional<Embedding> embedding = Optional.empty();
    private volatile Consumer<ShutdownRequest> power = request -> {
        throw new StartError.Refused(
                "this supervisor cannot shut anything down: " + request.kind().word());
    };

    ServiceManager(Machine machine, LoadResult loaded) {
        this.machine = machine;
        this.supervision = new Supervision(machine, loaded, changes);
    }

    /**
     * A manager of the services that {@code global} names, none of them started yet. What an earlier supervisor with the
     * same runtime directory left running is ended first.
     *
     * @param executor the path of {@code start-exec}
     */
    public static ServiceManager open(GlobalConfig global, EventLoop loop, Path executor, Parenthood parenthood)
            throws PosixException {
        Machine machine = Machine.open(global, loop, executor, parenthood);
        Leftovers.end(machine);
        return new ServiceManager(machine, ServiceDirectory.load(global));
    }

    /**
     * A manager of the services in a directory, for use within another program: none of them is started yet. It is the
     * only one for this directory at a time, and stops everything when it is closed.
     *
     * @throws StartError.ConfigurationInvalid when there is no such directory; a file in it that is not valid only keeps
     *     its own service from being started
     * @throws StartError.Refused when another manager has claimed the directory
     * @throws StartError.StartFailed when {@code start-exec} is not to be found
     * @throws IOException when there is nowhere to put what has to be kept at run time, or no descriptor left
     */
    public static ServiceManager open(Path servicesDir) throws IOException {
        return open(servicesDir, ManagerOptions.DEFAULT);
    }

    /** The same as {@link #open(Path)}, with a say in where things are. */
    public static ServiceManager open(Path servicesDir, ManagerOptions options) throws IOException {
        return Embedding.open(servicesDir, options);
    }

    /** This manager closes what {@code own} holds. */
    void embed(Embedding own) {
        embedding = Optional.of(own);
    }

    /** Adds a service that is in no file. */
    OwnService define(ServiceConfig config) {
        Definition.check(config);
        ServiceLoop loop = supervision.define(config);
        return new OwnService(loop, changes, closed, () -> supervision.roster().definitions());
    }

    /** Every service, by name; the same as {@link #list()}. */
    public List<ServiceStatus> listServices() {
        return list();
    }

    /**
     * Reads the service files again. Nothing that runs is disturbed: what changed counts from the next start, what is new
     * can be started, and a file that is not valid keeps its old meaning.
     *
     * @return what was found, the problems included
     */
    public ReloadReport loadServices() {
        return reload(Embedding.PROGRAM);
    }

    /**
     * Starts a service with all it needs, and waits until it is up: for its process to be executed, to say that it is
     * ready, or to have done its work, as its type says.
     *
     * @throws StartError.ServiceNotFound when there is none of that name
     * @throws StartError.AlreadyRunning when it is active; nothing was done
     * @throws StartError.StartFailed when it did not come up, with the step and the cause
     * @throws StartError.DependencyFailed when one that it requires did not come up
     * @throws StartError.ShuttingDown when the manager is closed
     * @throws InterruptedException when the caller is interrupted; the start goes on
     */
    public void start(String name) throws InterruptedException {
        Awaited.done(start(List.of(name), Embedding.PROGRAM), closed);
    }

    /**
     * Stops a service and first those that require it, and waits until no process of theirs is left. One that does not
     * run is left as it is.
     *
     * @throws StartError.ServiceNotFound when there is none of that name
     * @throws StartError.StartFailed when it could not be ended
     * @throws InterruptedException when the caller is interrupted; the stop goes on
     */
    public void stop(String name) throws InterruptedException {
        Awaited.done(stop(List.of(name), true, Embedding.PROGRAM), closed);
    }

    /**
     * Stops a service and those that require it, starts exactly those again that ran, and waits until it is up. One that
     * does not run is started. Throws what {@link #start(String)} throws but {@link StartError.AlreadyRunning}.
     */
    public void restart(String name) throws InterruptedException {
        Awaited.done(restart(List.of(name), true, Embedding.PROGRAM), closed);
    }

    /**
     * Starts every enabled service and the default target, in the order of their dependencies, and waits until each is up
     * or has failed. A service that fails keeps no other from being started but those that require it.
     *
     * @return one result for each, with the error of those that did not come up
     * @throws StartError.ShuttingDown when the manager is closed
     * @throws InterruptedException when the caller is interrupted; the starts go on
     */
    public JobReport startAll() throws InterruptedException {
        return Awaited.report(startAll(machine.global().defaultTarget(), Embedding.PROGRAM), closed);
    }

    /** Every service, by name. */
    public List<ServiceStatus> list() {
        return supervision.roster().list();
    }

    /**
     * One service.
     *
     * @throws StartError.ServiceNotFound when there is none of that name
     */
    public ServiceStatus status(String name) {
        Roster roster = supervision.roster();
        return roster.status(roster.loop(name));
    }

    /** Starts services with all they need. The future never fails; what went wrong is in the report. */
    public CompletableFuture<JobReport> start(List<String> names, Requester who) {
        return supervision.start(names, who);
    }

    /** Starts what boot starts: the target with all it pulls in, and every enabled file. */
    public CompletableFuture<JobReport> startAll(String target, Requester who) {
        return supervision.startAll(target, who);
    }

    /**
     * Stops services, those that require them first.
     *
     * @param cascade whether others may be stopped along; else the request is refused when some would be
     */
    public CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
        return supervision.stop(names, cascade, who);
    }

    /** Stops services and those that require them, and starts exactly those again. */
    public CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
        return supervision.restart(names, cascade, who);
    }

    /** Tells services to read their own configuration again. */
    public CompletableFuture<JobReport> reload(List<String> names, Requester who) {
        return supervision.reload(names, who);
    }

    /** Reads all service files again. Nothing that runs is disturbed; a file that is not valid keeps its old meaning. */
    public ReloadReport reload(Requester who) {
        return supervision.reload(who);
    }

    /** Asks for the end of the system. */
    public void shutdown(ShutdownKind kind, boolean force, Requester who) {
        power.accept(new ShutdownRequest(kind, force, who));
    }

    /** Who carries out {@link #shutdown}; must return at once. */
    public void onShutdown(Consumer<ShutdownRequest> handler) {
        power = handler;
    }

    /** Stops everything in reverse order and starts nothing more. */
    public CompletableFuture<JobReport> stopAll(Requester who) {
        return supervision.stopAll(who);
    }

    /** Whoever reaps orphans in our place tells here: the main process of a service may be one. */
    public void orphanReaped(int pid, WaitStatus status) {
        machine.processes().orphanReaped(pid, status);
    }

    /** Shortens every stop that is under way or still to come. */
    public void hurry(Duration longest) {
        supervision.roster().hurry(longest);
    }

    /**
     * Ends the threads of all services. A manager that was opened on a directory stops them first, in reverse order, each
     * within its own time-outs. Their processes are left as they are otherwise.
     */
    @Override
    public void close() {
        try {
            if (embedding.isPresent()) {
                Embedding.stopAll(this, closed);
            }
        } finally {
            endThreads();
        }
    }

    private void endThreads() {
        supervision.roster().close();
        machine.cgroups().ifPresent(tree -> tree.remove());
        if (closed.complete(true)) {
            changes.happened();
            embedding.ifPresent(Embedding::free);
        }
    }
}
