package org.sideros.start.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.ResourceLimits;

/** On the hierarchy of this machine, where there is one that may be written to. */
class CgroupTreeTest {
    private static final String NAME =
            "sideros-tree-test-" + ProcessHandle.current().pid();

    @TempDir
    Path scratch;

    private Optional<CgroupTree> tree = Optional.empty();

    @BeforeEach
    void open() {
        Optional<Path> root = Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(Path::of)
                .filter(path -> Files.exists(path.resolve("cgroup.controllers")))
                .findFirst();
        tree = root.flatMap(path -> CgroupTree.open(path, NAME, Set.of()).tree());
        assumeTrue(tree.isPresent(), "no cgroup v2 to write to");
    }

    @AfterEach
    void remove() throws Exception {
        if (tree.isPresent()) {
            for (Cgroup group : tree.get().leftOver()) {
                group.remove();
            }
            tree.get().remove();
        }
    }

    @Test
    void aGroupIsNewForEachRunAndGoneAfterwards() throws Exception {
        Cgroup first = tree.orElseThrow().group("web");
        Path below = Files.createDirectory(first.path().resolve("worker"));
        assertEquals(List.of(), first.processes());
        assertFalse(first.isPopulated());

        Cgroup second = tree.orElseThrow().group("web");
        assertEquals(first.path(), second.path());
        assertFalse(Files.exists(below), "what an earlier run left was removed");
        assertEquals(1, tree.orElseThrow().leftOver().size());

        second.remove();
        assertFalse(Files.exists(second.path()));
        assertFalse(second.isPopulated());
    }

    @Test
    void processorTimeIsCountedEvenWithoutAController() throws Exception {
        assertTrue(tree.orElseThrow().group("web").usage().cpuUsec().isPresent());
    }

    @Test
    void everyLimitIsEnforcedOrNamed() throws Exception {
        OptionalLong one = OptionalLong.of(1);
        OptionalLong much = OptionalLong.of(1L << 30);
        ResourceLimits limits = new ResourceLimits(much, much, much, OptionalLong.of(50), one, much, one, Map.of());
        Cgroup group = tree.orElseThrow().group("web");

        List<String> missed = group.limit(limits);

        for (String key : limits.cgroupKeys()) {
            boolean named = missed.stream().anyMatch(line -> line.startsWith(key + ": "));
            String file = key.equals("cpu_quota")
                    ? "cpu.max"
                    : key.replaceFirst("_", ".").replace('_', '.');
            boolean there = Files.exists(group.path().resolve(file.replace("tasks", "pids")));
            assertEquals(!there, named, key + " in " + missed);
        }
    }

    @Test
    void theSupervisorsOwnGroupIsSeenThrough() throws Exception {
        Path own = Files.createDirectories(scratch.resolve("machine/sideros/supervisor"));

        assertEquals(
                scratch.resolve("machine"),
                CgroupTree.ownGroup(scratch, List.of("1:name=systemd:/", "0::/machine/sideros/supervisor"), "sideros"));
        assertEquals(own, CgroupTree.ownGroup(scratch, List.of("0::/machine/sideros/supervisor"), "sideros-other"));
        assertEquals(scratch, CgroupTree.ownGroup(scratch, List.of("0::/nowhere"), "sideros"));
    }

    @Test
    void aDirectoryThatIsNoHierarchyIsNamed() {
        assertEquals(
                scratch + " is no cgroup v2 hierarchy",
                CgroupTree.open(scratch, "sideros", Set.of()).reason());
    }
}
