package org.sideros.start.graph;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sideros.start.config.Dependencies;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.Location;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.graph.Edge.Kind;

/** Turns what each service declares into edges between services that exist. Used once. */
final class EdgeCollector {
    private final Map<String, ServiceConfig> services;
    private final Function<String, String> whyMissing;
    private final Map<Pair, Map<Kind, Location>> reasons = new LinkedHashMap<>();

    final Map<String, List<Dependency>> unmet = new TreeMap<>();
    /** In both directions. */
    final Map<String, SortedSet<String>> conflicts = new TreeMap<>();

    final List<Problem> problems = new ArrayList<>();

    private record Pair(String from, String to) {}

    /** {@code whyMissing} completes the sentence "x, which …" for a name that is not among {@code services}. */
    EdgeCollector(Map<String, ServiceConfig> services, Function<String, String> whyMissing) {
        this.services = services;
        this.whyMissing = whyMissing;
    }

    /** All edges, in the order of names; those of a service with itself included. */
    List<Edge> collect() {
        services.forEach((name, config) -> collect(name, config));
        List<Edge> edges = new ArrayList<>();
        reasons.forEach(
                (pair, why) -> edges.add(new Edge(pair.from(), pair.to(), why, isOrdered(pair.from(), why), false)));
        return edges;
    }

    private void collect(String name, ServiceConfig config) {
        Dependencies said = config.dependencies();
        forExisting(said.after(), other -> add(name, other.name(), Kind.AFTER, other));
        forExisting(said.before(), other -> add(other.name(), name, Kind.BEFORE, other));
        forExisting(said.partOf(), other -> add(name, other.name(), Kind.PART_OF, other));
        needed(name, Kind.REQUIRES, said.requires());
        needed(name, Kind.BINDS_TO, said.bindsTo());
        for (Dependency other : said.conflicts()) {
            if (other.name().equals(name)) {
                problems.add(Problem.warning(other.where(), name + " conflicts with itself, ignoring"));
            } else if (services.containsKey(other.name())) {
                conflicts.computeIfAbsent(name, _ -> new TreeSet<>()).add(other.name());
                conflicts.computeIfAbsent(other.name(), _ -> new TreeSet<>()).add(name);
            }
        }
        for (Dependency other : said.wants()) {
            if (services.containsKey(other.name())) {
                add(name, other.name(), Kind.WANTS, other);
            } else {
                problems.add(Problem.warning(other.where(), missing(name, Kind.WANTS, other)));
            }
        }
        // A service that is not enabled asks for nobody to start it.
        if (config.enabled()) {
            reversed(name, Kind.WANTED_BY, said.wantedBy());
            reversed(name, Kind.REQUIRED_BY, said.requiredBy());
        }
    }

    private void needed(String name, Kind kind, List<Dependency> others) {
        for (Dependency other : others) {
            if (services.containsKey(other.name())) {
                add(name, other.name(), kind, other);
            } else {
                unmet.computeIfAbsent(name, _ -> new ArrayList<>()).add(other);
                problems.add(Problem.error(other.where(), missing(name, kind, other) + "; it cannot start"));
            }
        }
    }

    private void reversed(String name, Kind kind, List<Dependency> others) {
        for (Dependency other : others) {
            if (services.containsKey(other.name())) {
                add(other.name(), name, kind, other);
            } else {
                problems.add(Problem.warning(other.where(), missing(name, kind, other)));
            }
        }
    }

    private String missing(String name, Kind kind, Dependency other) {
        return name + " " + kind.key() + " " + other.name() + ", which " + whyMissing.apply(other.name());
    }

    private void forExisting(List<Dependency> others, Consumer<Dependency> action) {
        others.stream().filter(other -> services.containsKey(other.name())).forEach(action);
    }

    private void add(String from, String to, Kind kind, Dependency said) {
        reasons.computeIfAbsent(new Pair(from, to), _ -> new EnumMap<>(Kind.class))
                .putIfAbsent(kind, said.where());
    }

    /** A target waits for what it pulls in; others wait for what they require, and where they say so. */
    private boolean isOrdered(String from, Map<Kind, Location> why) {
        boolean target = isTarget(from);
        return target || why.keySet().stream().anyMatch(kind -> kind != Kind.WANTS && kind != Kind.WANTED_BY);
    }

    boolean isTarget(String name) {
        ServiceConfig config = services.get(name);
        return config != null && config.isTarget();
    }
}
