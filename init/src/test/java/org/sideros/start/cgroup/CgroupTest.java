package org.sideros.start.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.ResourceLimits;

/** What is written to and read from the kernel's files, on plain files; the kernel's side of it needs a machine of its own. */
class CgroupTest {
    private static final OptionalLong UNSET = OptionalLong.empty();
    private static final OptionalLong INFINITE = OptionalLong.of(ResourceLimits.INFINITY);
    private static final Controllers ALL = new Controllers(Map.of());

    @TempDir
    Path group;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(group.resolve(name), "");
        }
    }

    private void allFiles() throws IOException {
        files(
                "memory.max",
                "memory.high",
                "memory.swap.max",
                "memory.oom.group",
                "cpu.max",
                "cpu.weight",
                "pids.max",
                "io.weight");
    }

    private String text(String name) throws IOException {
        return Files.readString(group.resolve(name));
    }

    private static ResourceLimits io(long weight) {
        return new ResourceLimits(UNSET, UNSET, UNSET, UNSET, UNSET, UNSET, OptionalLong.of(weight), Map.of());
    }

    @Test
    void everyLimitIsWrittenInTheKernelsForm() throws Exception {
        allFiles();

        List<String> missed = new Cgroup(group, ALL, false)
                .limit(new ResourceLimits(
                        OptionalLong.of(52_428_800),
                        OptionalLong.of(41_943_040),
                        OptionalLong.of(0),
                        OptionalLong.of(50),
                        OptionalLong.of(200),
                        OptionalLong.of(512),
                        OptionalLong.of(300),
                        Map.of()));

        assertEquals(List.of(), missed);
        assertEquals("52428800", text("memory.max"));
        assertEquals("41943040", text("memory.high"));
        assertEquals("0", text("memory.swap.max"));
        assertEquals("50000 100000", text("cpu.max"));
        assertEquals("200", text("cpu.weight"));
        assertEquals("512", text("pids.max"));
        assertEquals("300", text("io.weight"));
    }

    @Test
    void infinityIsMaxAndSoAreMoreTasksThanTheKernelCounts() throws Exception {
        allFiles();

        new Cgroup(group, ALL, false)
                .limit(new ResourceLimits(INFINITE, INFINITE, INFINITE, INFINITE, UNSET, INFINITE, UNSET, Map.of()));

        for (String file : List.of("memory.max", "memory.high", "memory.swap.max", "cpu.max", "pids.max")) {
            assertEquals("max", text(file), file);
        }
        new Cgroup(group, ALL, false)
                .limit(new ResourceLimits(
                        UNSET, UNSET, UNSET, UNSET, UNSET, OptionalLong.of(5_000_000), UNSET, Map.of()));
        assertEquals("max", text("pids.max"));
    }

    @Test
    void aNewGroupIsWrittenOnlyWhatIsAskedFor() throws Exception {
        allFiles();

        new Cgroup(group, ALL, false).limit(io(50));

        assertEquals("50", text("io.weight"));
        assertEquals("", text("memory.max"));
        assertEquals("", text("cpu.weight"));
    }

    @Test
    void aGroupUsedBeforeLosesTheLimitsThatWereTakenOut() throws Exception {
        allFiles();

        new Cgroup(group, ALL, true).limit(ResourceLimits.NONE);

        assertEquals("max", text("memory.max"));
        assertEquals("max", text("pids.max"));
        assertEquals("100", text("cpu.weight"));
        assertEquals("100", text("io.weight"));
    }

    @Test
    void theWeightOfInputAndOutputGoesToEachSchedulerThereIs() throws Exception {
        files("io.bfq.weight");
        assertEquals(List.of(), new Cgroup(group, ALL, false).limit(io(10_000)));
        assertEquals("1000", text("io.bfq.weight"));

        files("io.weight", "io.bfq.weight");
        assertEquals(List.of(), new Cgroup(group, ALL, false).limit(io(40)));
        assertEquals("40", text("io.bfq.weight"));
        assertEquals("40", text("io.weight"));
    }

    @Test
    void aLimitWithoutAControllerOrAFileIsNamedWithTheReason() throws Exception {
        Controllers none = new Controllers(Map.of("memory", "the kernel has no memory controller"));
        ResourceLimits limits = new ResourceLimits(
                OptionalLong.of(1024), UNSET, UNSET, UNSET, UNSET, UNSET, OptionalLong.of(50), Map.of());

        assertEquals(
                List.of("memory_max: the kernel has no memory controller", "io_weight: io.weight: no such file"),
                new Cgroup(group, none, false).limit(limits));
    }

    @Test
    void whatComesLaterJoinsAGroupBelowOnceTheServiceHasDividedItsOwn() throws Exception {
        files("cgroup.subtree_control");
        Cgroup cgroup = new Cgroup(group, ALL, false);
        assertEquals(group, cgroup.toJoin());

        Files.writeString(group.resolve("cgroup.subtree_control"), "memory pids\n");

        assertEquals(group.resolve("start-control"), cgroup.toJoin());
        assertTrue(Files.isDirectory(group.resolve("start-control")));
    }

    @Test
    void aKillForMemoryTakesTheGroupTogetherOrOnlyThePickedOne() throws Exception {
        allFiles();

        new Cgroup(group, ALL, false).dieTogether(true);
        assertEquals("1", text("memory.oom.group"));

        new Cgroup(group, ALL, true).dieTogether(false);
        assertEquals("0", text("memory.oom.group"));
    }

    @Test
    void whatIsUsedIsReadAndWhatIsNotThereIsAbsent() throws Exception {
        assertEquals(Usage.NONE, new Cgroup(group, ALL, false).usage());

        Files.writeString(group.resolve("memory.current"), "4096\n");
        Files.writeString(group.resolve("memory.peak"), "8192\n");
        Files.writeString(group.resolve("memory.max"), "16384\n");
        Files.writeString(group.resolve("cpu.stat"), "usage_usec 120\nuser_usec 100\nsystem_usec 20\n");
        Files.writeString(group.resolve("pids.current"), "3\n");
        Files.writeString(group.resolve("pids.max"), "max\n");

        Usage usage = new Cgroup(group, ALL, false).usage();
        assertEquals(
                new Usage(
                        OptionalLong.of(4096),
                        OptionalLong.of(8192),
                        OptionalLong.of(16384),
                        OptionalLong.of(120),
                        OptionalLong.of(3),
                        UNSET),
                usage);
        assertEquals(
                new Usage(UNSET, OptionalLong.of(8192), OptionalLong.of(16384), OptionalLong.of(120), UNSET, UNSET),
                usage.atRest());
    }

    private void events(int ownLimit, int ownKills, int allKills) throws IOException {
        String form = "low 0\nhigh 0\nmax 9\noom %d\noom_kill %d\noom_group_kill 0\n";
        Files.writeString(group.resolve("memory.events.local"), form.formatted(ownLimit, ownKills));
        Files.writeString(group.resolve("memory.events"), form.formatted(ownLimit, allKills));
    }

    @Test
    void aKillAtItsOwnLimitIsToldWithPeakAndLimit() throws Exception {
        events(0, 0, 0);
        Files.writeString(group.resolve("memory.peak"), "53687091\n");
        Files.writeString(group.resolve("memory.max"), "52428800\n");
        Cgroup cgroup = new Cgroup(group, ALL, false);
        assertEquals(Optional.empty(), cgroup.outOfMemory());

        events(1, 2, 2);

        OutOfMemory killed = cgroup.outOfMemory().orElseThrow();
        assertEquals(new OutOfMemory(OptionalLong.of(53_687_091), OptionalLong.of(52_428_800), true), killed);
        assertEquals("killed for memory: peak 51.2M of 50M", killed.message());
    }

    @Test
    void aKillByTheMachineIsToldApartFromOneAtItsOwnLimit() throws Exception {
        events(0, 1, 1);

        OutOfMemory killed = new Cgroup(group, ALL, false).outOfMemory().orElseThrow();

        assertFalse(killed.ownLimit());
        assertTrue(killed.message().contains("not by its own limit"), killed.message());
    }

    @Test
    void aKillByTheLimitOfAGroupBelowIsNotTheServices() throws Exception {
        events(0, 0, 5);
        assertEquals(Optional.empty(), new Cgroup(group, ALL, false).outOfMemory());

        events(1, 0, 6);
        assertTrue(new Cgroup(group, ALL, false).outOfMemory().orElseThrow().ownLimit());
    }

    @Test
    void killsOfAnEarlierUseDoNotCount() throws Exception {
        events(4, 4, 4);
        Cgroup again = new Cgroup(group, ALL, true);
        assertEquals(Optional.empty(), again.outOfMemory());

        events(5, 5, 5);
        assertTrue(again.outOfMemory().isPresent());
    }

    @Test
    void withoutAPeakTheLimitIsTheLeastItHeld() {
        assertEquals(
                "killed for memory: peak 50.0M of 50M",
                new OutOfMemory(UNSET, OptionalLong.of(52_428_800), true).message());
    }
}
