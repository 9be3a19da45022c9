package org.sideros.start.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
    private final Set<Edge> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

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
        Reach byRequirement = waiters(suspects, edge -> !isImplicit(edge) || edge.requires());
        Reach byOrder = waiters(suspects, edge -> !isImplicit(edge));
        Set<Edge> yielding = Collections.newSetFromMap(new IdentityHashMap<>());
        implicit.forEach((target, candidates) -> {
            byRequirement.from(number(target));
            byOrder.from(number(target));
            for (Edge edge : candidates) {
                if ((edge.requires() ? byOrder : byRequirement).contains(number(edge.to()))) {
                    yielding.add(edge);
                }
            }
        });
        edges.replaceAll(edge -> yielding.contains(edge) ? edge.unordered() : edge);
    }

    private boolean isImplicit(Edge edge) {
        return isTarget.test(edge.from()) && !edge.isExplicitOrder();
    }

    /** Who waits for a service, directly or through others, by these edges alone. */
    private Reach waiters(List<Edge> some, Predicate<Edge> counts) {
        Adjacency waiters = new Adjacency(names.size());
        some.stream().filter(counts).forEach(edge -> waiters.add(number(edge.to()), number(edge.from())));
        return new Reach(waiters);
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
        edges.replaceAll(edge -> dropped.contains(edge) ? edge.demoted() : edge);
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
