package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.LoadedFile;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.config.ServiceName;
import org.sideros.start.error.StartError;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.service.Event;
import org.sideros.start.service.Life;
import org.sideros.start.service.Outcome;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;
import org.sideros.start.service.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services: the one door through which anything asks for a change or looks at the state. Thread-safe.
 *
 * <p>A request gets a number and is posted to all services it concerns in one step under the lock, so that all mailboxes
 * hold all requests in the same order. What follows happens between the services; the caller's future completes when the
 * services it named have told how it ended.
 */
public final class ServiceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private final Machine machine;
    private final Launcher launcher;
    private final Levels levels = new Levels();
    private final Requests requests = new Requests();
    private final Neighbourhood neighbourhood = new Voices();
    private final Map<String, ServiceLoop> loops = new ConcurrentHashMap<>();
    private final QuietGate gate =
            new QuietGate(name -> definitions().orderedBefore(name), name -> post(name, new Event.Quiet()));
    private final ReentrantLock lock = new ReentrantLock();

    private final Changes changes = new Changes();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private volatile Optional<Embedding> embedding = Optional.empty();
    private volatile Definitions definitions;
    private long lastRequest;
    private boolean shuttingDown;
    private volatile Consumer<ShutdownRequest> power = request -> {
        throw new StartError.Refused(
                "this supervisor cannot shut anything down: " + request.kind().word());
    };

    ServiceManager(Machine machine, LoadResult loaded) {
        this.machine = machine;
        this.launcher = new Launcher(machine.logs(), machine.global().runtimeDir());
        this.definitions = Definitions.of(loaded);
        report(definitions);
        definitions.names().forEach(this::create);
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

    private Definitions definitions() {
        return definitions;
    }

    private static void report(Definitions definitions) {
        definitions.loaded().allProblems().forEach(p -> LOG.warn("{}", p));
        definitions.graph().problems().forEach(p -> LOG.warn("{}", p));
    }

    private void create(String name) {
        ServiceConfig config = definitions.loaded().services().get(name);
        if (config != null) {
            create(config, Life.NEW, definitions.graph().level(name));
        } else {
            create(ServiceConfig.builder(name).build(), Life.badConfiguration(definitions.whyBroken(name)), 0);
        }
    }

    private ServiceLoop create(ServiceConfig config, Life life, int level) {
        ServiceLoop loop = new ServiceLoop(config, life, machine, launcher, neighbourhood);
        loops.put(config.name(), loop);
        levels.fork(level, loop);
        return loop;
    }

    /** Adds a service that is in no file. */
    OwnService define(ServiceConfig config) {
        Definition.check(config);
        return locked(() -> {
            refuseWhenShuttingDown();
            if (definitions.knows(config.name())) {
                throw new StartError.Refused(config.name() + ": there is a service of that name already");
            }
            definitions = definitions.with(new LoadedFile(config.name(), Optional.of(config), List.of()));
            int level = definitions.graph().level(config.name());
            return new OwnService(create(config, Life.NEW, level), changes, closed, () -> definitions);
        });
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
        Definitions now = definitions;
        return loops.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> Statuses.of(e.getValue(), now))
                .toList();
    }

    /**
     * One service.
     *
     * @throws StartError.ServiceNotFound when there is none of that name
     */
    public ServiceStatus status(String name) {
        return Statuses.of(loop(name), definitions);
    }

    private ServiceLoop loop(String name) {
        ServiceLoop loop = loops.get(ServiceName.check(name));
        if (loop == null) {
            throw new StartError.ServiceNotFound(name);
        }
        return loop;
    }

    /** Starts services with all they need. The future never fails; what went wrong is in the report. */
    public CompletableFuture<JobReport> start(List<String> names, Requester who) {
        return locked(() -> {
            refuseWhenShuttingDown();
            Set<String> wanted = known(names);
            Set<String> closure = definitions.startClosure(wanted);
            refuseContradictions(closure);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, List.of());
            postStarts(request, closure, Set.of(), Set.of(), who);
            return report;
        });
    }

    /** Starts what boot starts: the target with all it pulls in, and every enabled file. */
    public CompletableFuture<JobReport> startAll(String target, Requester who) {
        Definitions now = definitions;
        List<String> names = new ArrayList<>(List.of(target));
        for (String name : now.enabled()) {
            Set<String> closure = now.startClosure(new LinkedHashSet<>(names));
            Set<String> more = now.startClosure(Set.of(name));
            Optional<String> other = now.contradiction(closure, more);
            if (other.isPresent()) {
                LOG.warn("{} is not started: {}", name, other.get());
            } else {
                names.add(name);
            }
        }
        return start(names, who);
    }

    /**
     * Stops services, those that require them first.
     *
     * @param cascade whether others may be stopped along; else the request is refused when some would be
     */
    public CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
        return locked(() -> {
            Set<String> wanted = known(names);
            Set<String> closure = definitions.stopClosure(wanted);
            List<String> also = busyBeside(closure, wanted);
            refuseCascade(cascade, also, wanted);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, also);
            postStops(request, closure, who);
            return report;
        });
    }

    /** Stops services and those that require them, and starts exactly those again. */
    public CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
        return locked(() -> {
            refuseWhenShuttingDown();
            Set<String> wanted = known(names);
            Set<String> down = definitions.stopClosure(wanted);
            List<String> also = busyBeside(down, wanted);
            refuseCascade(cascade, also, wanted);
            Set<String> closure = definitions.startClosure(wanted);
            refuseContradictions(closure);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, also);
            postStarts(request, closure, down, wanted, who);
            return report;
        });
    }

    /** Tells services to read their own configuration again. */
    public CompletableFuture<JobReport> reload(List<String> names, Requester who) {
        return locked(() -> {
            names.forEach(this::loop); // One name that is unknown, and none is told.
            LOG.info("reload of {} asked for by {}", names, Outcomes.who(who));
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, new LinkedHashSet<>(names), List.of());
            names.stream().distinct().forEach(name -> post(name, new Event.Reload(request, who)));
            return report;
        });
    }

    /** Reads all service files again. Nothing that runs is disturbed; a file that is not valid keeps its old meaning. */
    public ReloadReport reload(Requester who) {
        return locked(() -> {
            LOG.info("reload of the configuration asked for by {}", Outcomes.who(who));
            Reconfiguration change = Reconfiguration.of(definitions, machine.global(), this::isBusy);
            definitions = change.next();
            report(definitions);
            change.added().forEach(this::create);
            // All of them: a file that came back unchanged makes its service no orphan any more.
            definitions.names().forEach(this::redefine);
            change.gone().forEach(name -> loop(name).post(new Mail.Orphan()));
            return change.report();
        });
    }

    private void redefine(String name) {
        ServiceConfig config = definitions.loaded().services().get(name);
        ServiceLoop loop = loops.get(name);
        if (config != null && loop != null) {
            loop.post(new Mail.Redefine(config));
        }
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
        return locked(() -> {
            shuttingDown = true;
            Set<String> all = new LinkedHashSet<>(loops.keySet());
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, all, List.of());
            postStops(request, all, who);
            return report;
        });
    }

    /** Whoever reaps orphans in our place tells here: the main process of a service may be one. */
    public void orphanReaped(int pid, WaitStatus status) {
        machine.processes().orphanReaped(pid, status);
    }

    /** Shortens every stop that is under way or still to come. */
    public void hurry(Duration longest) {
        loops.values().forEach(loop -> loop.post(new Mail.Happened(new Event.Hurry(longest.toNanos()))));
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
        try {
            levels.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        machine.cgroups().ifPresent(tree -> tree.remove());
        if (closed.complete(true)) {
            changes.happened();
            embedding.ifPresent(Embedding::free);
        }
    }

    /** Starts {@code closure}; {@code down} is restarted: what is {@code named} in any case, the rest if it is up. */
    private void postStarts(long request, Set<String> closure, Set<String> down, Set<String> named, Requester who) {
        Posting posting = new Posting(definitions, request, who);
        Set<String> all = new LinkedHashSet<>(closure);
        all.addAll(down);
        Set<String> against = definitions.stopClosure(definitions.conflicts(closure));
        Set<String> bystanders = posting.bystanders(all);
        bystanders.removeAll(against);
        expect(request, all);
        expect(request, against);
        bystanders.forEach(name -> post(name, new Event.Sync(request)));
        against.forEach(name -> post(name, posting.stop(name, against)));
        for (String name : all) {
            post(name, down.contains(name) ? posting.restart(name, down, !named.contains(name)) : posting.start(name));
        }
    }

    private void postStops(long request, Set<String> closure, Requester who) {
        Posting posting = new Posting(definitions, request, who);
        expect(request, closure);
        closure.forEach(name -> post(name, posting.stop(name, closure)));
    }

    /** Whoever waits for quiet must not take services for quiet that have not read their mail yet. */
    private void expect(long request, Set<String> names) {
        gate.asked(names.stream().filter(loops::containsKey).toList(), request);
    }

    private void post(String name, Event event) {
        ServiceLoop loop = loops.get(name);
        if (loop != null) {
            loop.post(new Mail.Happened(event));
        }
    }

    private CompletableFuture<JobReport> report(long request, Set<String> names, List<String> also) {
        Map<String, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        names.forEach(name -> outcomes.put(name, requests.expect(request, name)));
        return gather(outcomes, also);
    }

    /** Each result is made when its outcome is told, by the service's own thread: it shows the service as it was then. */
    private CompletableFuture<JobReport> gather(Map<String, CompletableFuture<Outcome>> outcomes, List<String> also) {
        List<CompletableFuture<JobResult>> results = new ArrayList<>();
        outcomes.forEach((name, future) -> {
            ServiceLoop loop = loop(name); // Held: it may be forgotten when the outcome is told.
            results.add(future.thenApply(outcome -> result(loop, outcome)));
        });
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> new JobReport(
                        results.stream().map(CompletableFuture::join).toList(), also));
    }

    private JobResult result(ServiceLoop loop, Outcome outcome) {
        ServiceStatus status = Statuses.of(loop, definitions);
        return new JobResult(status.name(), Outcomes.error(outcome, status, definitions.graph()), status);
    }

    /** The names as a set, every one known; instances of templates are made on demand. */
    private Set<String> known(List<String> names) {
        for (String name : names) {
            ServiceName.check(name);
            String template = ServiceName.templateOf(name);
            if (!definitions.knows(name) && definitions.loaded().templates().containsKey(template)) {
                definitions = definitions.with(
                        ServiceDirectory.instantiate(template, ServiceName.instanceOf(name), machine.global()));
                create(name);
            }
            loop(name);
        }
        return new LinkedHashSet<>(names);
    }

    private List<String> busyBeside(Set<String> closure, Set<String> named) {
        return closure.stream()
                .filter(name -> !named.contains(name) && isBusy(name))
                .toList();
    }

    private boolean isBusy(String name) {
        ServiceLoop loop = loops.get(name);
        return loop != null && !loop.seen().life().isResting();
    }

    private static void refuseCascade(boolean cascade, List<String> also, Set<String> named) {
        if (!cascade && !also.isEmpty()) {
            throw new StartError.Refused(String.join(", ", also) + " would stop along with " + String.join(", ", named)
                    + ": stop them first, or leave out --no-cascade");
        }
    }

    private void refuseContradictions(Set<String> closure) {
        definitions.contradiction(closure, closure).ifPresent(why -> {
            throw new StartError.Refused(why);
        });
    }

    private void refuseWhenShuttingDown() {
        if (shuttingDown) {
            throw new StartError.ShuttingDown();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** What services' threads say. */
    private final class Voices implements Neighbourhood {
        @Override
        public void announce(String name, Standing standing) {
            gate.announce(name, standing);
            definitions.neighbours(name).forEach(other -> post(other, new Event.Neighbour(name, standing)));
            changes.happened();
        }

        @Override
        public void finish(long request, String name, Outcome outcome) {
            requests.finish(request, name, outcome);
        }

        @Override
        public void awaitQuiet(String name) {
            gate.await(name);
        }

        @Override
        public void stop(String name, String why) {
            LOG.warn("{}: is stopped, {}", name, why);
            ServiceManager.this.stop(List.of(name), true, Requester.self(why));
        }

        @Override
        public void forget(String name) {
            gate.forget(name);
            locked(() -> {
                ServiceLoop loop = loops.remove(name);
                if (loop != null) {
                    loop.post(new Mail.End());
                }
                // Whoever requires it must not wait for news that nobody sends any more.
                if (definitions.knows(name)) {
                    definitions = definitions.without(name);
                }
                return name;
            });
        }
    }
}
