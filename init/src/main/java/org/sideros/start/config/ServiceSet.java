package org.sideros.start.config;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sideros.start.config.ServiceFileReader.Reading;
import org.sideros.start.config.ServiceFiles.Source;

/** Gathers what the scanned directories say into one set of services, one definition a name. Used once. */
final class ServiceSet {
    /** Fewer files than this are read before the threads of a pool are even up. */
    private static final int MANY = 500;

    private final DirectoryScan scan;
    private final ServiceFiles files;

    private final Map<String, ServiceConfig> services = new TreeMap<>();
    private final Map<String, List<Problem>> broken = new TreeMap<>();
    private final Set<String> masked = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Source> templates = new TreeMap<>();

    ServiceSet(DirectoryScan scan, Defaults defaults) {
        this.scan = scan;
        this.files = new ServiceFiles(scan, defaults);
    }

    LoadResult load() {
        problems.addAll(scan.problems());
        Map<String, List<Source>> byName = new TreeMap<>();
        for (Source source : sources()) {
            byName.computeIfAbsent(source.name(), _ -> new ArrayList<>()).add(source);
        }
        byName.forEach(this::choose);
        addInstances();
        addBuiltInTargets();
        warnOfLostDropIns();
        Map<String, Path> templatePaths = new TreeMap<>();
        templates.forEach(
                (name, source) -> templatePaths.put(name, source.entry().path()));
        return new LoadResult(services, broken, masked, problems, templatePaths);
    }

    /** Read every file; reading and parsing is nearly all there is to do, so many files share the processors. */
    private List<Source> sources() {
        Stream<DirectoryScan.Entry> entries = scan.files().stream();
        return (scan.files().size() > MANY ? entries.parallel() : entries)
                .map(files::source)
                .toList();
    }

    /** Take one of the files that claim a name, the highest priority first as the scan listed them. */
    private void choose(String name, List<Source> claims) {
        Source first = claims.getFirst();
        List<Source> rivals = claims.stream()
                .filter(claim -> claim.entry().priority() == first.entry().priority())
                .toList();
        if (rivals.size() > 1) {
            refuse(name, rivals);
            return;
        }
        for (Source hidden : claims.subList(1, claims.size())) {
            problems.add(Problem.note(
                    Location.of(hidden.entry().path()),
                    name + " is defined by " + first.entry().path() + ", which has priority; this file is not used"));
        }
        if (first.masked()) {
            masked.add(name);
        } else if (ServiceName.isTemplate(name)) {
            problems.addAll(files.read(first).problems());
            templates.put(name, first);
        } else {
            add(name, files.read(first));
        }
    }

    private void refuse(String name, List<Source> rivals) {
        List<Problem> found = new ArrayList<>();
        for (Source rival : rivals) {
            List<String> others = rivals.stream()
                    .map(other -> other.entry().path())
                    .filter(path -> !path.equals(rival.entry().path()))
                    .map(Path::toString)
                    .toList();
            found.add(Problem.error(
                    Location.of(rival.entry().path()),
                    "defines " + name + ", and so does " + String.join(", ", others)
                            + "; neither is used: rename or remove one"));
            found.addAll(rival.problems());
        }
        broken.put(name, found);
    }

    private void add(String name, Reading reading) {
        Optional<ServiceConfig> usable = reading.usable();
        if (usable.isPresent()) {
            services.put(name, usable.get());
            problems.addAll(reading.problems());
        } else {
            broken.put(name, reading.problems());
        }
    }

    /** Make the instances that other services name, and those that these name in turn. */
    private void addInstances() {
        if (templates.isEmpty()) {
            return;
        }
        Deque<ServiceConfig> unseen = new ArrayDeque<>(services.values());
        while (!unseen.isEmpty()) {
            pulledIn(unseen.remove().dependencies()).map(Dependency::name).forEach(name -> {
                Source template = templates.get(ServiceName.templateOf(name));
                if (template != null && !isKnown(name)) {
                    add(name, files.instance(template, name));
                    Optional.ofNullable(services.get(name)).ifPresent(unseen::add);
                }
            });
        }
    }

    /** What ordering alone names need not exist. */
    private static Stream<Dependency> pulledIn(Dependencies dependencies) {
        return Stream.of(dependencies.requires(), dependencies.wants(), dependencies.bindsTo())
                .flatMap(List::stream);
    }

    private boolean isKnown(String name) {
        return services.containsKey(name) || broken.containsKey(name) || masked.contains(name);
    }

    /** Add the targets that no file defines; a broken file does not take the target away, since boot hangs on it. */
    private void addBuiltInTargets() {
        BuiltInTargets.tables().forEach((name, table) -> {
            if (services.containsKey(name) || masked.contains(name)) {
                return;
            }
            List<Problem> own = broken.remove(name);
            if (own != null) {
                problems.addAll(own);
                problems.add(Problem.warning(own.getFirst().where(), "the built-in " + name + " is used instead"));
            }
            Reading reading = files.builtIn(name, table);
            problems.addAll(reading.problems());
            services.put(name, reading.usable().orElseGet(() -> BuiltInTargets.config(name)));
        });
    }

    private void warnOfLostDropIns() {
        for (String stem : scan.stemsWithDropIns()) {
            boolean known = isKnown(stem)
                    || templates.containsKey(stem)
                    || templates.containsKey(ServiceName.templateOf(stem))
                    || scan.files().stream().anyMatch(entry -> entry.stem().equals(stem));
            if (!known && !scan.dropIns(stem).isEmpty()) {
                Path first = scan.dropIns(stem).values().iterator().next();
                problems.add(Problem.warning(
                        Location.of(first), "adds to " + ServiceName.show(stem) + ", which no file defines"));
            }
        }
    }
}
