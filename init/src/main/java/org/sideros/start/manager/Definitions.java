package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.LoadedFile;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.graph.DependencyGraph;

/**
 * All definitions in force at one time, and the graph they make. Immutable; a reload makes the next one.
 *
 * @param loaded what counts: what the files say, and older definitions kept because their file broke or their service
 *     still runs
 * @param enabled the files that boot starts
 */
record Definitions(LoadResult loaded, SortedSet<String> enabled, DependencyGraph graph) {
    static Definitions of(LoadResult loaded) {
        SortedSet<String> enabled = new TreeSet<>();
        loaded.services().values().stream()
                .filter(c -> c.enabled() && c.file().isPresent() && !c.isTarget())
                .forEach(c -> enabled.add(c.name()));
        return new Definitions(loaded, enabled, DependencyGraph.of(loaded));
    }

    /** These, and {@code kept} for names that have no valid file any more. */
    static Definitions of(LoadResult loaded, Map<String, ServiceConfig> kept) {
        Map<String, ServiceConfig> services = new TreeMap<>(kept);
        services.putAll(loaded.services());
        Map<String, List<Problem>> broken = new TreeMap<>(loaded.broken());
        broken.keySet().removeAll(kept.keySet());
        return of(new LoadResult(
                new TreeMap<>(services),
                new TreeMap<>(broken),
                loaded.masked(),
                loaded.problems(),
                loaded.templates()));
    }

    /** These, and an instance that was made from a template on demand. */
    Definitions with(LoadedFile instance) {
        TreeMap<String, ServiceConfig> services = new TreeMap<>(loaded.services());
        TreeMap<String, List<Problem>> broken = new TreeMap<>(loaded.broken());
        if (instance.config().isPresent()) {
            services.put(instance.name(), instance.config().get());
        } else {
            broken.put(instance.name(), instance.problems());
        }
        return of(new LoadResult(services, broken, loaded.masked(), loaded.problems(), loaded.templates()));
    }

    /** These but for one that is forgotten. */
    Definitions without(String name) {
        TreeMap<String, ServiceConfig> services = new TreeMap<>(loaded.services());
        TreeMap<String, List<Problem>> broken = new TreeMap<>(loaded.broken());
        services.remove(name);
        broken.remove(name);
        return of(new LoadResult(services, broken, loaded.masked(), loaded.problems(), loaded.templates()));
    }

    boolean knows(String name) {
        return loaded.services().containsKey(name) || loaded.broken().containsKey(name);
    }

    /** All names, those of broken files included. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(loaded.services().keySet());
        names.addAll(loaded.broken().keySet());
        return names;
    }

    /** Why a service with a broken file cannot be started: its first error. */
    String whyBroken(String name) {
        return loaded.broken().getOrDefault(name, List.of()).stream()
                .filter(Problem::isError)
                .findFirst()
                .map(Problem::toString)
                .orElse("its file is not valid");
    }

    /** These services and all that starting them starts. */
    Set<String> startClosure(Set<String> names) {
        return closure(names, graph::startClosure);
    }

    /** These services and all that stopping them stops. */
    Set<String> stopClosure(Set<String> names) {
        return closure(names, graph::stopClosure);
    }

    /** All that cannot run together with these, whatever is among them. */
    Set<String> conflicts(Set<String> names) {
        Set<String> all = new LinkedHashSet<>();
        names.stream().filter(graph.names()::contains).forEach(name -> all.addAll(graph.conflicts(name)));
        return all;
    }

    /** Two that cannot be started together, one of each of these sets, in words; empty when there are none. */
    Optional<String> contradiction(Set<String> some, Set<String> others) {
        for (String name : some) {
            for (String other : conflicts(Set.of(name))) {
                if (others.contains(other)) {
                    return Optional.of(name + " and " + other + " are in conflict, and cannot be started together");
                }
            }
        }
        return Optional.empty();
    }

    /** Who waits for a service when it starts. */
    List<String> orderedBefore(String name) {
        return loaded.services().containsKey(name) ? graph.orderedBefore(name) : List.of();
    }

    /** Services with a broken file are in no graph and stand for themselves. */
    private Set<String> closure(Set<String> names, Function<Collection<String>, Set<String>> inGraph) {
        Set<String> all = new LinkedHashSet<>(inGraph.apply(names.stream()
                .filter(name -> loaded.services().containsKey(name))
                .toList()));
        all.addAll(names);
        return all;
    }

    /** Those that want to hear of {@code name}: whoever waits for it or is waited for by it. */
    List<String> neighbours(String name) {
        if (!loaded.services().containsKey(name)) {
            return List.of();
        }
        List<String> all = new ArrayList<>(graph.orderedAfter(name));
        all.addAll(graph.orderedBefore(name));
        all.addAll(graph.conflicts(name));
        return all;
    }
}
