package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sideros.start.config.ResourceLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control group of one service (cgroups(7), cgroup-v2.rst of the kernel). Thread-safe; all state is in the kernel. */
public final class Cgroup {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);
    /** The group below for processes that join a service which has divided its own. */
    private static final String LATER = "start-control";

    private final Path path;
    private final Controllers controllers;
    private final boolean used;
    /** The kernel's counts when it was handed out: those of a group that was used before do not start at 0. */
    private final MemoryEvents before;

    /** @param used whether there may be limits and counts of an earlier use */
    Cgroup(Path path, Controllers controllers, boolean used) {
        this.path = path;
        this.controllers = controllers;
        this.used = used;
        this.before = used ? MemoryEvents.of(path) : MemoryEvents.NONE;
    }

    public Path path() {
        return path;
    }

    /**
     * The group that another process of the service can join: one below it once the service has groups of its own with controllers,
     * as a supervisor or a runtime of containers has, since the kernel then takes no process in this one (EBUSY).
     */
    public Path toJoin() {
        try {
            if (!CgroupFile.words(path.resolve("cgroup.subtree_control")).isEmpty()) {
                return Files.createDirectories(path.resolve(LATER));
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", path, CgroupFile.reason(e));
        }
        return path;
    }

    /**
     * Sets the limits.
     *
     * @return those that cannot be enforced, each as {@code memory_max: <reason>}
     */
    public List<String> limit(ResourceLimits limits) {
        return Limits.write(path, controllers, used, limits);
    }

    /**
     * Whether a kill for memory takes all processes of the group at once ({@code memory.oom.group}, Linux 4.19) or only the one
     * that the kernel picks. Does nothing without the memory controller.
     */
    public void dieTogether(boolean together) {
        if (controllers.missing("memory").isPresent() || (!together && !used)) {
            return;
        }
        try {
            CgroupFile.write(path.resolve("memory.oom.group"), together ? "1" : "0");
        } catch (IOException e) {
            LOG.warn("{}: memory.oom.group: {}, ignoring", path, CgroupFile.reason(e));
        }
    }

    /** What was killed for memory since the group was handed out; empty when nothing was. */
    public Optional<OutOfMemory> outOfMemory() {
        MemoryEvents events = MemoryEvents.of(path);
        if (!events.killedSince(before)) {
            return Optional.empty();
        }
        Usage usage = usage();
        return Optional.of(new OutOfMemory(usage.memoryPeak(), usage.memoryMax(), events.reachedLimitSince(before)));
    }

    /** The processes in it, those of groups below it too. */
    public List<Integer> processes() {
        List<Integer> pids = new ArrayList<>();
        collect(path, pids);
        return pids;
    }

    private static void collect(Path group, List<Integer> pids) {
        try {
            for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
                pids.add(Integer.valueOf(line));
            }
            try (var below = Files.newDirectoryStream(group, Files::isDirectory)) {
                below.forEach(child -> collect(child, pids));
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", group, CgroupFile.reason(e));
        } catch (DirectoryIteratorException e) {
            LOG.debug("{}: {}", group, e.toString());
        }
    }

    /** Whether any process, zombies aside, is in it or below it; true in doubt. */
    public boolean isPopulated() {
        try {
            return Files.readString(path.resolve("cgroup.events")).contains("populated 1");
        } catch (NoSuchFileException e) {
            return false; // Removed: nobody can be in it.
        } catch (FileSystemException e) {
            LOG.warn("{}: {}, looking again", path, CgroupFile.reason(e));
            return true; // It could not be opened, for want of descriptors for example.
        } catch (IOException e) {
            return false; // ENODEV of read(2): removed meanwhile.
        }
    }

    /** SIGKILL to everything in it, whatever it forks meanwhile ({@code cgroup.kill}, Linux 5.14). */
    public boolean kill() {
        try {
            CgroupFile.write(path.resolve("cgroup.kill"), "1");
            return true;
        } catch (IOException e) {
            LOG.debug("{}: cgroup.kill: {}", path, CgroupFile.reason(e));
            return false;
        }
    }

    /** What it uses; cheap enough to be asked for by anybody. */
    public Usage usage() {
        return new Usage(
                number("memory.current"),
                number("memory.peak"),
                number("memory.max"),
                CgroupFile.keyed(path.resolve("cpu.stat"), "usage_usec"),
                number("pids.current"),
                number("pids.max"));
    }

    private OptionalLong number(String file) {
        return CgroupFile.number(path.resolve(file));
    }

    /** Removes it and the groups below, as far as they are empty. */
    public void remove() {
        try (var below = Files.newDirectoryStream(path, Files::isDirectory)) {
            below.forEach(child -> new Cgroup(child, controllers, false).remove());
        } catch (IOException e) {
            LOG.debug("{}: {}", path, CgroupFile.reason(e));
        } catch (DirectoryIteratorException e) {
            LOG.debug("{}: {}", path, e.toString());
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", path, CgroupFile.reason(e));
        }
    }
}
