package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.sideros.start.config.ResourceLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control group of one service (cgroups(7), cgroup-v2.rst of the kernel). Thread-safe; all state is in the kernel. */
public final class Cgroup {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);
    /** Microseconds over which a quota of CPU time is given out. */
    private static final long CPU_PERIOD_USEC = 100_000;

    private final Path path;
    private final Set<String> controllers;

    Cgroup(Path path, Set<String> controllers) {
        this.path = path;
        this.controllers = controllers;
    }

    public Path path() {
        return path;
    }

    /**
     * Sets the limits.
     *
     * @return those that cannot be enforced, each as {@code memory_max: <reason>}
     */
    public List<String> limit(ResourceLimits limits) {
        List<String> missed = new ArrayList<>();
        set("memory_max", "memory", "memory.max", limits.memoryMax(), Cgroup::orMax, missed);
        set("memory_high", "memory", "memory.high", limits.memoryHigh(), Cgroup::orMax, missed);
        set("memory_swap_max", "memory", "memory.swap.max", limits.memorySwapMax(), Cgroup::orMax, missed);
        set("cpu_quota", "cpu", "cpu.max", limits.cpuQuota(), Cgroup::quota, missed);
        set("cpu_weight", "cpu", "cpu.weight", limits.cpuWeight(), Long::toString, missed);
        set("tasks_max", "pids", "pids.max", limits.tasksMax(), Cgroup::orMax, missed);
        set("io_weight", "io", "io.weight", limits.ioWeight(), Long::toString, missed);
        return missed;
    }

    @FunctionalInterface
    private interface Form {
        String of(long value);
    }

    private void set(String key, String controller, String file, OptionalLong value, Form form, List<String> missed) {
        if (value.isEmpty()) {
            return;
        }
        if (!controllers.contains(controller)) {
            missed.add(key + ": the " + controller + " controller is not available");
            return;
        }
        try {
            CgroupTree.write(path.resolve(file), form.of(value.getAsLong()));
        } catch (IOException e) {
            missed.add(key + ": " + file + ": " + CgroupTree.reason(e));
        }
    }

    private static String orMax(long value) {
        return value == ResourceLimits.INFINITY ? "max" : Long.toString(value);
    }

    private static String quota(long percent) {
        return percent == ResourceLimits.INFINITY ? "max" : percent * CPU_PERIOD_USEC / 100 + " " + CPU_PERIOD_USEC;
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
            LOG.debug("{}: {}", group, CgroupTree.reason(e));
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
            LOG.warn("{}: {}, looking again", path, CgroupTree.reason(e));
            return true; // It could not be opened, for want of descriptors for example.
        } catch (IOException e) {
            return false; // ENODEV of read(2): removed meanwhile.
        }
    }

    /** SIGKILL to everything in it, whatever it forks meanwhile ({@code cgroup.kill}, Linux 5.14). */
    public boolean kill() {
        try {
            CgroupTree.write(path.resolve("cgroup.kill"), "1");
            return true;
        } catch (IOException e) {
            LOG.debug("{}: cgroup.kill: {}", path, CgroupTree.reason(e));
            return false;
        }
    }

    /** Bytes of memory charged to it; empty without the controller. */
    public OptionalLong memoryBytes() {
        return number("memory.current");
    }

    /** Number of tasks in it; empty without the controller. */
    public OptionalLong tasks() {
        return number("pids.current");
    }

    /** CPU time used, in microseconds. */
    public OptionalLong cpuUsec() {
        try {
            return Files.readAllLines(path.resolve("cpu.stat")).stream()
                    .filter(line -> line.startsWith("usage_usec "))
                    .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong number(String file) {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(path.resolve(file)).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Removes it and the groups below, as far as they are empty. */
    public void remove() {
        try (var below = Files.newDirectoryStream(path, Files::isDirectory)) {
            below.forEach(child -> new Cgroup(child, controllers).remove());
        } catch (IOException e) {
            LOG.debug("{}: {}", path, CgroupTree.reason(e));
        } catch (DirectoryIteratorException e) {
            LOG.debug("{}: {}", path, e.toString());
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", path, CgroupTree.reason(e));
        }
    }
}
