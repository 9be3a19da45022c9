package org.sideros.start.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;

/**
 * Which service waits for which. Built from definitions alone, immutable, and the same for the same definitions: every
 * list is sorted by name unless said otherwise.
 *
 * <p>{@code requires} orders as well; {@code wants} does for targets only, which wait for all they pull in unless that is
 * ordered after the target. A cycle loses its weakest edge (order, then what is wanted, then what is required; then the
 * youngest name): that one no longer orders, and a requirement among them only pulls in.
 */
public final class DependencyGraph {
    private final SortedMap<String, Node> nodes = new TreeMap<>();
    private final Map<String, Map<String, Edge>> edges = new HashMap<>();
    private final Map<String, List<Dependency>> unmet;
    private final Map<String, SortedSet<String>> conflicts;
    private final List<Cycle> cycles;
    private final List<Problem> problems;
    private final List<List<String>> levels = new ArrayList<>();

    private static final class Node {
        final List<String> orderedAfter = new ArrayList<>();
        final List<String> orderedBefore = new ArrayList<>();
        final List<String> requires = new ArrayList<>();
        final List<String> requiredBy = new ArrayList<>();
        final List<String> wants = new ArrayList<>();
        final List<String> wantedBy = new ArrayList<>();
        final List<String> parts = new ArrayList<>();
        int level;

        List<List<String>> lists() {
            return List.of(orderedAfter, orderedBefore, requires, requiredBy, wants, wantedBy, parts);
        }
    }

    private DependencyGraph(Map<String, ServiceConfig> services, Function<String, String> whyMissing) {
        SortedMap<String, ServiceConfig> sorted = new TreeMap<>(services);
        EdgeCollector collector = new EdgeCollector(sorted, whyMissing);
        Ordering ordering = new Ordering(
                Collections.unmodifiableSortedSet((SortedSet<String>) sorted.keySet()),
                collector.collect(),
                collector::isTarget);
        sorted.keySet().forEach(name -> nodes.put(name, new Node()));
        ordering.edges().forEach(this::connect);
        nodes.values().forEach(node -> node.lists().forEach(list -> list.sort(null)));
        unmet = collector.unmet;
        conflicts = collector.conflicts;
        cycles = List.copyOf(ordering.cycles());
        List<Problem> all = new ArrayList<>(collector.problems);
        cycles.forEach(cycle -> all.add(cycle.problem()));
        problems = List.copyOf(all);
        computeLevels();
    }

    /** The graph of these services; any other name does not exist. */
    public static DependencyGraph of(Map<String, ServiceConfig> services) {
        return new DependencyGraph(services, _ -> "does not exist");
    }

    /** The graph of all that was loaded; messages tell what is masked or broken from what is not there. */
    public static DependencyGraph of(LoadResult loaded) {
        return new DependencyGraph(loaded.services(), name -> {
            if (loaded.broken().containsKey(name)) {
                return "has errors in its file";
            }
            return loaded.masked().contains(name) ? "is masked" : "does not exist";
        });
    }

    private void connect(Edge edge) {
        edges.computeIfAbsent(edge.from(), _ -> new HashMap<>()).put(edge.to(), edge);
        Node from = node(edge.from());
        Node to = node(edge.to());
        if (edge.ordered()) {
            from.orderedAfter.add(edge.to());
            to.orderedBefore.add(edge.from());
        }
        if (edge.isPart()) {
            to.parts.add(edge.from());
        }
        if (edge.requires()) {
            from.requires.add(edge.to());
            to.requiredBy.add(edge.from());
        } else if (edge.wants()) {
            from.wants.add(edge.to());
            to.wantedBy.add(edge.from());
        }
    }

    private void computeLevels() {
        Map<String, Integer> waiting = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        nodes.forEach((name, node) -> {
            waiting.put(name, node.orderedAfter.size());
            if (node.orderedAfter.isEmpty()) {
                ready.add(name);
            }
        });
        while (!ready.isEmpty()) {
            Node node = node(ready.remove());
            for (String later : node.orderedBefore) {
                Node next = node(later);
                next.level = Math.max(next.level, node.level + 1);
                if (waiting.merge(later, -1, Integer::sum) == 0) {
                    ready.add(later);
                }
            }
        }
        nodes.forEach((name, node) -> {
            while (levels.size() <= node.level) {
                levels.add(new ArrayList<>());
            }
            levels.get(node.level).add(name);
        });
        levels.replaceAll(List::copyOf);
    }

    private Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(name + " is not in the graph");
        }
        return node;
    }

    /** All services. */
    public Set<String> names() {
        return Collections.unmodifiableSet(nodes.keySet());
    }

    /** Services by the length of the longest chain they wait for; those of level 0 wait for nobody. */
    public List<List<String>> levels() {
        return Collections.unmodifiableList(levels);
    }

    /** The level of one service, from 0. */
    public int level(String name) {
        return node(name).level;
    }

    /** What a service waits for when it starts, if that is starting at all. */
    public List<String> orderedAfter(String name) {
        return Collections.unmodifiableList(node(name).orderedAfter);
    }

    /** What waits for a service, and has to be gone before it stops. */
    public List<String> orderedBefore(String name) {
        return Collections.unmodifiableList(node(name).orderedBefore);
    }

    /** What has to be active for a service to be. */
    public List<String> requires(String name) {
        return Collections.unmodifiableList(node(name).requires);
    }

    /** What a service pulls in and can do without. */
    public List<String> wants(String name) {
        return Collections.unmodifiableList(node(name).wants);
    }

    /** What requires a service directly: its dependents, which stop before it does. */
    public List<String> requiredBy(String name) {
        return Collections.unmodifiableList(node(name).requiredBy);
    }

    /** What wants a service directly. */
    public List<String> wantedBy(String name) {
        return Collections.unmodifiableList(node(name).wantedBy);
    }

    /** What cannot run together with a service, whichever of the two says so. */
    public Set<String> conflicts(String name) {
        return Collections.unmodifiableSet(conflicts.getOrDefault(name, new TreeSet<>()));
    }

    /** What requires a service or is part of it, directly or through others, in the order they stop. */
    public List<String> dependents(String name) {
        Set<String> stopping = new LinkedHashSet<>(stopClosure(List.of(name)));
        stopping.remove(name);
        return List.copyOf(stopping);
    }

    /** What a service requires that cannot be had, with the places that say so: it cannot start. */
    public List<Dependency> unmet(String name) {
        return List.copyOf(unmet.getOrDefault(name, List.of()));
    }

    /** The edge between two services, for messages that say where it is written. */
    public Optional<Edge> edge(String from, String to) {
        return Optional.ofNullable(edges.getOrDefault(from, Map.of()).get(to));
    }

    /** The edges that begin at a service, by the name they lead to. */
    public List<Edge> edges(String from) {
        return edges.getOrDefault(from, Map.of()).values().stream()
                .sorted(Comparator.comparing(Edge::to))
                .toList();
    }

    /** Every cycle, once. */
    public List<Cycle> cycles() {
        return cycles;
    }

    /** What is wrong between the services: unmet requirements and cycles are errors, unmet wants are warnings. */
    public List<Problem> problems() {
        return problems;
    }

    /** These services and all that starting them starts, in an order in which each comes after what it waits for. */
    public Set<String> startClosure(Collection<String> names) {
        return ordered(reach(names, node -> List.of(node.requires, node.wants)), Comparator.naturalOrder());
    }

    /** These services and all that stopping them stops, in an order in which each comes before what it waited for. */
    public Set<String> stopClosure(Collection<String> names) {
        return ordered(reach(names, node -> List.of(node.requiredBy, node.parts)), Comparator.reverseOrder());
    }

    private Set<String> reach(Collection<String> names, Function<Node, List<List<String>>> next) {
        Set<String> reached = new HashSet<>(names);
        Deque<String> queue = new ArrayDeque<>(reached);
        while (!queue.isEmpty()) {
            for (List<String> list : next.apply(node(queue.remove()))) {
                for (String name : list) {
                    if (reached.add(name)) {
                        queue.add(name);
                    }
                }
            }
        }
        return reached;
    }

    private Set<String> ordered(Set<String> names, Comparator<Integer> byLevel) {
        Set<String> ordered = new LinkedHashSet<>();
        names.stream()
                .sorted(Comparator.comparing(this::level, byLevel).thenComparing(Comparator.naturalOrder()))
                .forEach(ordered::add);
        return Collections.unmodifiableSet(ordered);
    }
}
