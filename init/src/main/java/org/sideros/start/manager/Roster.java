package org.sideros.start.manager;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.LoadedFile;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.config.ServiceName;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Event;
import org.sideros.start.service.Life;
import org.sideros.start.service.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services there are: the definitions in force, and a loop for each. Looked at by any thread; changed only by who holds
 * the lock of {@link Supervision}.
 */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final Machine machine;
    private final Launcher launcher;
    private final Neighbourhood neighbourhood;
    private final Levels levels = new Levels();
    private final Map<String, ServiceLoop> loops = new ConcurrentHashMap<>();
    /** Neighbours by definitions that were. */
    private final Map<String, Set<String>> formerNeighbours = new ConcurrentHashMap<>();

    private volatile Definitions definitions;

    Roster(Machine machine, Neighbourhood neighbourhood, LoadResult loaded) {
        this.machine = machine;
        this.launcher = new Launcher(machine.logs(), machine.global().runtimeDir());
        this.neighbourhood = neighbourhood;
        this.definitions = Definitions.of(loaded);
    }

    /** A loop for each definition. */
    void fill() {
        report();
        definitions.names().forEach(this::create);
    }

    Definitions definitions() {
        return definitions;
    }

    private void report() {
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
    ServiceLoop define(ServiceConfig config) {
        if (definitions.knows(config.name())) {
            throw new StartError.Refused(config.name() + ": there is a service of that name already");
        }
        definitions = definitions.with(new LoadedFile(config.name(), Optional.of(config), List.of()));
        return create(config, Life.NEW, definitions.graph().level(config.name()));
    }

    /** Reads all service files again. */
    ReloadReport reload() {
        Reconfiguration change = Reconfiguration.of(definitions, machine.global(), this::isBusy);
        keepNeighbours();
        definitions = change.next();
        report();
        change.added().forEach(this::create);
        // All of them: a file that came back unchanged makes its service no orphan any more.
        definitions.names().forEach(this::redefine);
        change.gone().forEach(name -> loop(name).post(new Mail.Orphan()));
        return change.report();
    }

    private void redefine(String name) {
        ServiceConfig config = definitions.loaded().services().get(name);
        ServiceLoop loop = loops.get(name);
        if (config != null && loop != null) {
            loop.post(new Mail.Redefine(config));
        }
    }

    /** The service rests and nothing keeps it any more: true, unless it was asked for something in the meantime. */
    boolean forget(String name) {
        ServiceLoop loop = loops.get(name);
        // It may also be another one by now: of a file that came back.
        if (loop == null || !loop.isForgettable()) {
            return false;
        }
        loops.remove(name);
        formerNeighbours.remove(name);
        loop.post(new Mail.End());
        // Whoever requires it must not wait for news that nobody sends any more.
        if (definitions.knows(name)) {
            definitions = definitions.without(name);
        }
        return true;
    }

    /** Who hears where a service stands; also those that wait for it by the order of definitions that were. */
    Set<String> listeners(String name) {
        // The definitions first: a reload adds to the former neighbours before it changes them.
        Set<String> all = new LinkedHashSet<>(definitions.neighbours(name));
        all.addAll(formerNeighbours.getOrDefault(name, Set.of()));
        return all;
    }

    private void keepNeighbours() {
        for (String name : definitions.names()) {
            formerNeighbours.put(name, Set.copyOf(listeners(name)));
        }
    }

    /** The names as a set, every one known; instances of templates are made on demand. */
    Set<String> known(List<String> names) {
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

    /** The names of all loops. */
    Set<String> names() {
        return new LinkedHashSet<>(loops.keySet());
    }

    /**
     * The loop of a service.
     *
     * @throws StartError.ServiceNotFound when there is none of that name
     */
    ServiceLoop loop(String name) {
        ServiceLoop loop = loops.get(ServiceName.check(name));
        if (loop == null) {
            throw new StartError.ServiceNotFound(name);
        }
        return loop;
    }

    /** Puts an event into the mailbox of a service, if there still is one. */
    void post(String name, Event event) {
        ServiceLoop loop = loops.get(name);
        if (loop != null) {
            loop.post(new Mail.Happened(event));
        }
    }

    /** Shortens every stop that is under way or still to come. */
    void hurry(Duration longest) {
        loops.values().forEach(loop -> loop.post(new Mail.Happened(new Event.Hurry(longest.toNanos()))));
    }

    private boolean isBusy(String name) {
        ServiceLoop loop = loops.get(name);
        return loop != null && !loop.seen().life().isResting();
    }

    /** Those of {@code closure} that are not {@code named} and do not rest, as far as can be seen. */
    List<String> busyBeside(Set<String> closure, Set<String> named) {
        return closure.stream()
                .filter(name -> !named.contains(name) && isBusy(name))
                .toList();
    }

    /** Every service, by name. */
    List<ServiceStatus> list() {
        Definitions now = definitions;
        return loops.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> Statuses.of(e.getValue(), now))
                .toList();
    }

    ServiceStatus status(ServiceLoop loop) {
        return Statuses.of(loop, definitions);
    }

    /** Ends all loops; their processes are left as they are. */
    void close() {
        try {
            levels.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
