package org.sideros.start.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sideros.start.config.Dependencies;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.Location;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;

/** Holds the graph against a slow and obvious computation of the same. */
class RandomGraphTest {
    /** An edge as the oracle sees it: rank 2 requires, 1 wanted by a target, 0 order alone. */
    private record Arc(String from, String to, int rank) {}

    private static final int GRAPHS = 300;

    @Test
    void smallRandomGraphsAgreeWithTheOracle() {
        long seed = System.nanoTime();
        for (int i = 0; i < GRAPHS; i++) {
            Random random = new Random(seed + i);
            int nodes = 1 + random.nextInt(12);
            Map<String, ServiceConfig> services = services(random, nodes, random.nextInt(3 * nodes), true);
            compare(services, "seed " + (seed + i));
        }
    }

    /** Far above what it takes, and far below what a quadratic algorithm would. */
    @Test
    @Timeout(30)
    void tenThousandServicesWithFiftyThousandEdgesAreNoMatterOfTime() {
        DependencyGraph graph = DependencyGraph.of(services(new Random(30), 10_000, 50_000, false));

        assertEquals(List.of(), graph.cycles());
        assertEquals(10_000, graph.names().size());
    }

    @Test
    void aChainOfTenThousandIsNoDepthProblemAndARingOfThemLosesOneEdge() {
        Map<String, ServiceConfig> services = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            services.put(name(i), service(name(i), false, List.of(), List.of(name((i + 1) % 10_000)), List.of()));
        }
        DependencyGraph graph = DependencyGraph.of(services);

        assertEquals(1, graph.cycles().size());
        assertEquals(10_000, graph.cycles().getFirst().edges().size());
        assertEquals(name(9_999), graph.cycles().getFirst().dropped().from());
        assertEquals(10_000, graph.levels().size());
        assertEquals(10_000, graph.startClosure(List.of(name(0))).size());
    }

    @Test
    @Timeout(30)
    void hundredsOfCyclesThroughOneAnotherAreBroken() {
        DependencyGraph graph = DependencyGraph.of(services(new Random(31), 2_000, 10_000, true));

        assertTrue(graph.cycles().size() > 100, () -> graph.cycles().size() + " cycles");
        assertEquals(2_000, graph.levels().stream().mapToInt(List::size).sum());
    }

    private static void compare(Map<String, ServiceConfig> services, String seed) {
        DependencyGraph graph = DependencyGraph.of(services);
        List<Arc> kept = oracle(services);
        for (String name : services.keySet()) {
            assertEquals(
                    kept.stream()
                            .filter(arc -> arc.from().equals(name))
                            .map(Arc::to)
                            .sorted()
                            .toList(),
                    graph.orderedAfter(name),
                    seed);
            assertEquals(
                    kept.stream()
                            .filter(arc -> arc.to().equals(name))
                            .map(Arc::from)
                            .sorted()
                            .toList(),
                    graph.orderedBefore(name),
                    seed);
            assertEquals(longest(name, kept), graph.level(name), seed);
            assertEquals(
                    closure(name, services.keySet(), n -> both(graph.requires(n), graph.wants(n))),
                    graph.startClosure(List.of(name)),
                    seed);
            assertEquals(closure(name, services.keySet(), graph::requiredBy), graph.stopClosure(List.of(name)), seed);
        }
        for (Cycle cycle : graph.cycles()) {
            for (int i = 0; i < cycle.edges().size(); i++) {
                Edge next = cycle.edges().get((i + 1) % cycle.edges().size());
                assertEquals(cycle.edges().get(i).to(), next.from(), seed);
                assertTrue(
                        cycle.dropped().strength() <= next.strength()
                                || cycle.edges().size() == 1,
                        seed);
            }
        }
    }

    private interface Next {
        Collection<String> of(String name);
    }

    private static Collection<String> both(List<String> one, List<String> two) {
        List<String> all = new ArrayList<>(one);
        all.addAll(two);
        return all;
    }

    private static Set<String> closure(String start, Set<String> names, Next next) {
        Set<String> reached = new HashSet<>(Set.of(start));
        for (int i = 0; i < names.size(); i++) {
            for (String name : List.copyOf(reached)) {
                reached.addAll(next.of(name));
            }
        }
        return reached;
    }

    /** All arcs; then targets yield; then from strong to weak, whatever closes no cycle. */
    private static List<Arc> oracle(Map<String, ServiceConfig> services) {
        Map<List<String>, Arc> arcs = new LinkedHashMap<>();
        services.forEach((name, config) -> {
            Dependencies said = config.dependencies();
            said.after().forEach(d -> strongest(arcs, new Arc(name, d.name(), 0)));
            said.requires().forEach(d -> strongest(arcs, new Arc(name, d.name(), 2)));
        });
        List<Arc> explicit = new ArrayList<>();
        services.forEach((name, config) -> {
            config.dependencies().after().forEach(d -> explicit.add(new Arc(name, d.name(), 0)));
            if (!config.isTarget()) {
                config.dependencies().requires().forEach(d -> explicit.add(new Arc(name, d.name(), 2)));
            }
        });
        List<Arc> hard = new ArrayList<>(arcs.values());
        services.forEach((name, config) -> {
            if (config.isTarget()) {
                config.dependencies().wants().stream()
                        .filter(d -> !arcs.containsKey(List.of(name, d.name())))
                        .filter(d -> !reaches(d.name(), name, hard))
                        .toList()
                        .forEach(d -> arcs.put(List.of(name, d.name()), new Arc(name, d.name(), 1)));
                config.dependencies().requires().stream()
                        .filter(d -> explicit.stream()
                                .noneMatch(arc ->
                                        arc.from().equals(name) && arc.to().equals(d.name())))
                        .filter(d -> reaches(d.name(), name, explicit))
                        .forEach(d -> arcs.remove(List.of(name, d.name())));
            }
        });
        List<Arc> sorted = new ArrayList<>(arcs.values());
        sorted.removeIf(arc -> arc.from().equals(arc.to()));
        sorted.sort(Comparator.comparingInt(Arc::rank)
                .reversed()
                .thenComparing(Arc::from)
                .thenComparing(Arc::to));
        List<Arc> kept = new ArrayList<>();
        for (Arc arc : sorted) {
            if (!reaches(arc.to(), arc.from(), kept)) {
                kept.add(arc);
            }
        }
        return kept;
    }

    private static void strongest(Map<List<String>, Arc> arcs, Arc arc) {
        arcs.merge(List.of(arc.from(), arc.to()), arc, (a, b) -> a.rank() > b.rank() ? a : b);
    }

    private static boolean reaches(String from, String to, List<Arc> arcs) {
        Set<String> reached = new HashSet<>(Set.of(from));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Arc arc : arcs) {
                grown |= reached.contains(arc.from()) && reached.add(arc.to());
            }
        }
        return reached.contains(to);
    }

    private static int longest(String name, List<Arc> arcs) {
        int longest = 0;
        for (Arc arc : arcs) {
            if (arc.from().equals(name)) {
                longest = Math.max(longest, 1 + longest(arc.to(), arcs));
            }
        }
        return longest;
    }

    private static Map<String, ServiceConfig> services(Random random, int nodes, int edges, boolean cyclic) {
        List<List<List<String>>> said = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            said.add(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        }
        for (int i = 0; i < edges; i++) {
            int from = random.nextInt(nodes);
            int to = cyclic ? random.nextInt(nodes) : random.nextInt(from + 1);
            if (cyclic || to != from) {
                said.get(from).get(random.nextInt(3)).add(name(to));
            }
        }
        Map<String, ServiceConfig> services = new TreeMap<>();
        for (int i = 0; i < nodes; i++) {
            List<List<String>> lists = said.get(i);
            services.put(name(i), service(name(i), random.nextInt(4) == 0, lists.get(0), lists.get(1), lists.get(2)));
        }
        return services;
    }

    private static String name(int i) {
        return "s%05d".formatted(i);
    }

    private static ServiceConfig service(
            String name, boolean target, List<String> after, List<String> requires, List<String> wants) {
        return ServiceConfig.builder(name)
                .type(target ? ServiceType.TARGET : ServiceType.SIMPLE)
                .dependencies(new Dependencies(
                        dependencies(name, after),
                        List.of(),
                        dependencies(name, requires),
                        dependencies(name, wants),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .build();
    }

    private static List<Dependency> dependencies(String name, List<String> others) {
        return others.stream()
                .map(other -> new Dependency(other, Location.of(Path.of(name + ".toml"))))
                .toList();
    }
}
