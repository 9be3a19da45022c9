package org.sideros.start.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides which edges order: first a target gives way to what is ordered after it, then each cycle loses its weakest
 * edge. Nodes are numbered in the order of their names, so that every choice depends on names alone.
 */
final class Ordering {
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Edge> edges;
    private final Predicate<String> isTarget;
    private final List<Cycle> cycles = new ArrayList<>();
    private final Set<Edge> dropped = new HashSet<>();

    /** Decide for these edges; the lists of the result are read by {@link #edges}, {@link #cycles}. */
    Ordering(SortedSet<String> names, List<Edge> edges, Predicate<String> isTarget) {
        this.names = List.copyOf(names);
        for (String name : this.names) {
            numbers.put(name, numbers.size());
        }
        this.edges = new ArrayList<>(edges);
        this.isTarget = isTarget;
        dropSelfDependencies();
        yieldTargets();
        breakCycles();
    }

    /** The edges that are left, those that no longer order marked so. */
    List<Edge> edges() {
        return edges;
    }

    /** What was dropped to break a cycle; a requirement among these only wants. */
    Set<Edge> dropped() {
        return dropped;
    }

    List<Cycle> cycles() {
        return cycles;
    }

    private int number(String name) {
        return numbers.getOrDefault(name, -1);
    }

    private void dropSelfDependencies() {
        edges.removeIf(edge -> {
            boolean self = edge.from().equals(edge.to());
            if (self) {
                cycles.add(new Cycle(List.of(edge), edge));
            }
            return self;
        });
    }

    /** Ordered edges with both ends in one component are all that can be part of a cycle. */
    private List<Edge> inComponents() {
        Adjacency graph = new Adjacency(names.size());
        for (Edge edge : edges) {
            if (edge.ordered()) {
                graph.add(number(edge.from()), number(edge.to()));
            }
        }
        int[] component = StrongComponents.of(graph);
        return edges.stream()
                .filter(edge -> edge.ordered() && component[number(edge.from())] == component[number(edge.to())])
                .toList();
    }

    /** A target does not wait for what it pulls in where that is ordered after the target, directly or through others. */
    private void yieldTargets() {
        List<Edge> suspects = inComponents();
        Map<String, List<Edge>> implicit = new TreeMap<>();
        for (Edge edge : suspects) {
            if (isImplicit(edge)) {
                implicit.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge);
            }
        }
        if (implicit.isEmpty()) {
            return;
        }
        Map<String, List<String>> byRequirement = waiters(suspects, edge -> !isImplicit(edge) || edge.requires());
        Map<String, List<String>> byOrder = waiters(suspects, edge -> !isImplicit(edge));
        Set<Edge> yielding = new HashSet<>();
        implicit.forEach((target, candidates) -> {
            Set<String> afterByRequirement = reachable(target, byRequirement);
            Set<String> afterByOrder = reachable(target, byOrder);
            for (Edge edge : candidates) {
                if ((edge.requires() ? afterByOrder : afterByRequirement).contains(edge.to())) {
                    yielding.add(edge);
                }
            }
        });
        edges.replaceAll(edge -> yielding.contains(edge) ? edge.unordered() : edge);
    }

    private boolean isImplicit(Edge edge) {
        return isTarget.test(edge.from()) && !edge.isExplicitOrder();
    }

    private static Map<String, List<String>> waiters(List<Edge> edges, Predicate<Edge> counts) {
        Map<String, List<String>> waiters = new HashMap<>();
        edges.stream()
                .filter(counts)
                .forEach(edge -> waiters.computeIfAbsent(edge.to(), _ -> new ArrayList<>())
                        .add(edge.from()));
        return waiters;
    }

    private static Set<String> reachable(String start, Map<String, List<String>> next) {
        Set<String> seen = new HashSet<>();
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            for (String name : next.getOrDefault(queue.remove(), List.of())) {
                if (seen.add(name)) {
                    queue.add(name);
                }
            }
        }
        return seen;
    }

    /**
     * Take the edges from strong to weak, and among equals from the eldest name to the youngest; whichever closes a
     * cycle is the weakest of that cycle.
     */
    private void breakCycles() {
        List<Edge> suspects = new ArrayList<>(inComponents());
        if (suspects.isEmpty()) {
            return;
        }
        suspects.sort(Comparator.comparingInt(Edge::strength)
                .reversed()
                .thenComparing(Edge::from)
                .thenComparing(Edge::to));
        Map<List<String>, Edge> kept = new HashMap<>();
        AcyclicOrder order = new AcyclicOrder(names.size());
        for (Edge edge : suspects) {
            int[] path = order.add(number(edge.from()), number(edge.to()));
            if (path == null) {
                kept.put(List.of(edge.from(), edge.to()), edge);
            } else {
                dropped.add(edge);
                cycles.add(new Cycle(ring(edge, path, kept), edge));
            }
        }
        Map<Edge, Edge> replaced = new LinkedHashMap<>();
        dropped.forEach(edge -> replaced.put(edge, edge.unordered()));
        edges.replaceAll(edge -> replaced.getOrDefault(edge, edge));
        dropped.clear();
        dropped.addAll(replaced.values());
    }

    private List<Edge> ring(Edge closing, int[] path, Map<List<String>, Edge> kept) {
        List<Edge> ring = new ArrayList<>();
        ring.add(closing);
        for (int i = 0; i + 1 < path.length; i++) {
            Edge edge = kept.get(List.of(names.get(path[i]), names.get(path[i + 1])));
            if (edge != null) {
                ring.add(edge);
            }
        }
        return ring;
    }
}
