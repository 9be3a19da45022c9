package org.sideros.start.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.Defaults;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;

class DependencyGraphTest {
    @TempDir
    Path directory;

    /** Write a service with these lines in its dependencies, of which the first is line 4 of the file. */
    private void service(String name, String... lines) throws IOException {
        file(name, "exec = \"/bin/true\"", lines);
    }

    private void target(String name, String... lines) throws IOException {
        file(name, "type = \"target\"", lines);
    }

    private void file(String name, String what, String... lines) throws IOException {
        Files.writeString(
                directory.resolve(name + ".toml"),
                "[service]\n" + what + "\n[service.dependencies]\n" + String.join("\n", lines) + "\n");
    }

    private LoadResult load() {
        return ServiceDirectory.load(List.of(directory), Defaults.BUILT_IN);
    }

    private DependencyGraph graph() {
        LoadResult loaded = load();
        assertEquals(List.of(), loaded.allProblems());
        return DependencyGraph.of(loaded);
    }

    private String at(String name, int line) {
        return directory.resolve(name + ".toml") + ":" + line + ":";
    }

    private static List<String> messages(DependencyGraph graph) {
        return graph.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void requiresOrdersAndPullsIn() throws IOException {
        service("a", "requires = [\"b\"]");
        service("b");

        DependencyGraph graph = graph();

        assertEquals(List.of("b"), graph.requires("a"));
        assertEquals(List.of("b"), graph.orderedAfter("a"));
        assertEquals(List.of("a"), graph.orderedBefore("b"));
        assertEquals(List.of("a"), graph.requiredBy("b"));
        assertEquals(List.of("b", "a"), List.copyOf(graph.startClosure(List.of("a"))));
        assertEquals(List.of("a", "b"), List.copyOf(graph.stopClosure(List.of("b"))));
        assertEquals(List.of("a"), graph.dependents("b"));
        assertEquals(Set.of("b"), graph.startClosure(List.of("b")));
        assertEquals(List.of(), graph.problems());
    }

    @Test
    void wantsPullsInAndDoesNotOrder() throws IOException {
        service("a", "wants = [\"b\"]");
        service("b");

        DependencyGraph graph = graph();

        assertEquals(List.of("b"), graph.wants("a"));
        assertEquals(List.of("a"), graph.wantedBy("b"));
        assertEquals(List.of(), graph.orderedAfter("a"));
        assertEquals(Set.of("a", "b"), graph.startClosure(List.of("a")));
        assertEquals(Set.of("b"), graph.stopClosure(List.of("b")));
    }

    @Test
    void afterAndBeforeOrderOnlyAndMayNameNothing() throws IOException {
        service("a", "after = [\"b\", \"nothing\"]", "before = [\"c\", \"nowhere\"]");
        service("b");
        service("c");

        DependencyGraph graph = graph();

        assertEquals(List.of("b"), graph.orderedAfter("a"));
        assertEquals(List.of("a"), graph.orderedAfter("c"));
        assertEquals(Set.of("a"), graph.startClosure(List.of("a")));
        assertEquals(List.of(), graph.problems());
        assertEquals(0, graph.level("b"));
        assertEquals(1, graph.level("a"));
        assertEquals(2, graph.level("c"));
        assertTrue(graph.levels().getFirst().contains("b"));
        assertTrue(graph.levels().get(2).contains("c"));
    }

    @Test
    void theReversedFormsMeanTheSame() throws IOException {
        service("a", "required_by = [\"b\"]", "wanted_by = [\"c\"]");
        service("b");
        service("c");

        DependencyGraph graph = graph();

        assertEquals(List.of("a"), graph.requires("b"));
        assertEquals(List.of("a"), graph.orderedAfter("b"));
        assertEquals(List.of("a"), graph.wants("c"));
        assertEquals(List.of(), graph.orderedAfter("c"));
        Edge edge = graph.edge("b", "a").orElseThrow();
        assertTrue(edge.toString().startsWith("a required_by b (" + at("a", 4)), edge::toString);
    }

    @Test
    void aServiceThatIsNotEnabledAsksNobodyToStartIt() throws IOException {
        service("a", "wanted_by = [\"multi-user.target\"]");
        Files.writeString(
                directory.resolve("b.toml"),
                "[service]\nexec = \"/bin/true\"\nenabled = false\n[service.dependencies]\nwanted_by = [\"multi-user.target\"]\n");

        DependencyGraph graph = graph();

        assertEquals(List.of("a"), graph.wants("multi-user.target"));
        assertTrue(!graph.startClosure(List.of("multi-user.target")).contains("b"));
    }

    @Test
    void aTargetComesAfterAllItPullsIn() throws IOException {
        target("web.target", "wants = [\"a\"]", "requires = [\"b\"]");
        service("a");
        service("b");
        service("c", "wanted_by = [\"web.target\"]");

        DependencyGraph graph = graph();

        assertEquals(List.of("a", "b", "c"), graph.orderedAfter("web.target"));
        assertEquals(
                List.of("local-fs.target", "sysinit.target", "basic.target", "multi-user.target"),
                List.copyOf(graph.startClosure(List.of("multi-user.target"))));
    }

    @Test
    void aTargetGivesWayToWhatIsOrderedAfterIt() throws IOException {
        target("early.target", "wants = [\"direct\", \"indirect\", \"plain\"]");
        service("direct", "after = [\"early.target\"]");
        service("middle", "requires = [\"direct\"]");
        service("indirect", "after = [\"middle\"]");
        service("plain");
        service("late", "wanted_by = [\"sysinit.target\"]", "after = [\"basic.target\"]");

        DependencyGraph graph = graph();

        assertEquals(List.of("plain"), graph.orderedAfter("early.target"));
        assertEquals(List.of("direct", "indirect", "plain"), graph.wants("early.target"));
        assertEquals(List.of("basic.target"), graph.orderedAfter("late"));
        assertEquals(List.of("local-fs.target"), graph.orderedAfter("sysinit.target"));
        assertEquals(List.of(), graph.cycles());
        assertEquals(List.of(), graph.problems());
    }

    @Test
    void aMissingRequirementIsAnErrorOfThatServiceAlone() throws IOException {
        service("a", "requires = [\"nothing\"]");
        service("b", "requires = [\"a\"]", "wants = [\"nobody\"]", "wanted_by = [\"no.target\"]");

        DependencyGraph graph = graph();

        assertEquals(
                List.of("nothing"),
                graph.unmet("a").stream().map(Dependency::name).toList());
        assertEquals(List.of(), graph.unmet("b"));
        assertEquals(
                List.of(
                        at("a", 4) + "13: error: a requires nothing, which does not exist; it cannot start",
                        at("b", 5) + "10: warning: b wants nobody, which does not exist",
                        at("b", 6) + "14: warning: b wanted_by no.target, which does not exist"),
                messages(graph));
    }

    @Test
    void whatIsMaskedOrBrokenIsToldFromWhatIsNotThere() throws IOException {
        service("a", "requires = [\"masked\", \"broken\"]");
        Files.createSymbolicLink(directory.resolve("masked.toml"), Path.of("/dev/null"));
        Files.writeString(directory.resolve("broken.toml"), "[service\n");

        List<String> messages = messages(DependencyGraph.of(load()));

        assertTrue(messages.get(0).contains("masked, which is masked"), messages::toString);
        assertTrue(messages.get(1).contains("broken, which has errors in its file"), messages::toString);
    }

    @Test
    void aSelfDependencyIsReportedAndLeftOut() throws IOException {
        service("a", "requires = [\"a\"]", "after = [\"a\"]");

        DependencyGraph graph = graph();

        assertEquals(List.of(at("a", 4) + "13: error: a depends on itself; this is left out"), messages(graph));
        assertEquals(List.of(), graph.orderedAfter("a"));
        assertEquals(List.of(), graph.requires("a"));
    }

    @Test
    void aCycleLosesItsWeakestEdgeAndNamesThemAll() throws IOException {
        service("a", "requires = [\"b\"]");
        service("b", "requires = [\"c\"]");
        service("c", "after = [\"a\"]");
        service("d", "requires = [\"a\"]");

        DependencyGraph graph = graph();

        assertEquals(List.of(), graph.orderedAfter("c"));
        assertEquals(List.of("b"), graph.orderedAfter("a"));
        assertEquals(List.of("c"), graph.orderedAfter("b"));
        assertEquals(List.of("a"), graph.orderedAfter("d"));
        assertEquals(
                List.of(at("c", 4) + "10: error: cycle: c after a (" + at("c", 4) + "10), a requires b (" + at("a", 4)
                        + "13), b requires c (" + at("b", 4) + "13); to break it, c does not wait for a"),
                messages(graph));
    }

    @Test
    void whatATargetWantsIsStrongerThanOrderAndWeakerThanARequirement() throws IOException {
        target("t.target", "wants = [\"a\"]");
        service("a", "requires = [\"b\"]");
        target("b", "wants = [\"c\"]");
        service("c", "after = [\"u.target\"]");
        target("u.target", "wants = [\"d\"]");
        service("d", "after = [\"t.target\"]");

        // t -> a -> b -> c -> u -> d -> t: two edges are order alone, the one of the younger name goes.
        DependencyGraph graph = graph();

        assertEquals(1, graph.cycles().size());
        assertEquals("d", graph.cycles().getFirst().dropped().from());
        assertEquals(6, graph.cycles().getFirst().edges().size());
    }

    @Test
    void amongEqualEdgesThatOfTheYoungestNameIsDropped() throws IOException {
        service("a", "requires = [\"b\"]");
        service("b", "requires = [\"c\"]");
        service("c", "requires = [\"a\"]");

        DependencyGraph graph = graph();

        assertEquals("c", graph.cycles().getFirst().dropped().from());
        assertEquals(List.of(), graph.orderedAfter("c"));
        assertEquals(List.of(), graph.requires("c"));
        assertEquals(List.of("a"), graph.wants("c"));
        assertEquals(Set.of("a", "b", "c"), graph.startClosure(List.of("c")));
    }

    @Test
    void twoCyclesThatShareAnEdgeAreEachReportedOnce() throws IOException {
        service("a", "requires = [\"b\"]");
        service("b", "after = [\"a\", \"c\"]");
        service("c", "requires = [\"a\"]");

        DependencyGraph graph = graph();

        assertEquals(
                Set.of("b-a", "b-c"),
                Set.copyOf(graph.cycles().stream()
                        .map(cycle ->
                                cycle.dropped().from() + "-" + cycle.dropped().to())
                        .toList()));
        assertEquals(2, graph.problems().size());
    }

    @Test
    void theOrderInWhichServicesAreGivenChangesNothing() throws IOException {
        for (int i = 0; i < 30; i++) {
            service("s" + i, "requires = [\"s" + (i * 7 % 30) + "\"]", "after = [\"s" + (i * 11 % 30) + "\"]");
        }
        Map<String, ServiceConfig> services = load().services();
        List<String> names = new ArrayList<>(services.keySet());
        Collections.reverse(names);
        Map<String, ServiceConfig> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, Objects.requireNonNull(services.get(name))));

        DependencyGraph one = DependencyGraph.of(new TreeMap<>(services));
        DependencyGraph two = DependencyGraph.of(reversed);

        assertEquals(messages(one), messages(two));
        assertEquals(one.levels(), two.levels());
    }

    @Test
    void aNameThatIsNotInTheGraphIsACallersMistake() {
        DependencyGraph graph = DependencyGraph.of(Map.of());
        assertThrows(IllegalArgumentException.class, () -> graph.level("x"));
        assertThrows(IllegalArgumentException.class, () -> graph.startClosure(List.of("x")));
    }
}
