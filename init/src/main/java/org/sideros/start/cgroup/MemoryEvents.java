package org.sideros.start.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How often memory has killed in a group, counted by the kernel since the group was made.
 *
 * <p>A service may have groups of its own below (a runtime of containers, another supervisor), with limits of their own. What is
 * killed by these is their affair and does not count as the end of the service; so the counts of the group alone
 * ({@code memory.events.local}) are told from those of all below ({@code memory.events}).
 *
 * @param ownLimit how often the group's own limit left no way but to kill, whoever below was the victim
 * @param ownKills processes of the group itself that were killed, by whatever limit, that of the machine included
 * @param allKills processes of the group and of all below it that were killed
 */
record MemoryEvents(long ownLimit, long ownKills, long allKills) {
    static final MemoryEvents NONE = new MemoryEvents(0, 0, 0);

    static MemoryEvents of(Path group) {
        Path all = group.resolve("memory.events");
        Path local = group.resolve("memory.events.local"); // Linux 5.2
        Path own = Files.exists(local) ? local : all;
        return new MemoryEvents(count(own, "oom"), count(own, "oom_kill"), count(all, "oom_kill"));
    }

    private static long count(Path file, String key) {
        return CgroupFile.keyed(file, key).orElse(0);
    }

    /** Whether its own limit was reached since. */
    boolean reachedLimitSince(MemoryEvents before) {
        return ownLimit > before.ownLimit;
    }

    /** Whether processes were killed since, other than by limits of groups below. */
    boolean killedSince(MemoryEvents before) {
        return ownKills > before.ownKills || (reachedLimitSince(before) && allKills > before.allKills);
    }
}
