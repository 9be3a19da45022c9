package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.sideros.start.config.ResourceLimits;

/** Writes the limits of one group. */
final class Limits {
    private static final String MAX = "max";
    /** What a group has that nobody has written to ("default" of the weights in cgroup-v2.rst). */
    private static final String DEFAULT_WEIGHT = "100";
    /** Microseconds over which a quota of CPU time is given out. */
    private static final long CPU_PERIOD_USEC = 100_000;
    /** PID_MAX_LIMIT of the kernel on 64 bits: it refuses a larger number, which would limit nothing. */
    private static final long MOST_TASKS = 4_194_304;

    private final Path group;
    private final Controllers controllers;
    /** Whether the group is of an earlier run: what is not limited any more must be lifted. */
    private final boolean used;

    private final List<String> missed = new ArrayList<>();

    private Limits(Path group, Controllers controllers, boolean used) {
        this.group = group;
        this.controllers = controllers;
        this.used = used;
    }

    /** Sets them and returns those that cannot be enforced, each as {@code memory_max: <reason>}. */
    static List<String> write(Path group, Controllers controllers, boolean used, ResourceLimits wanted) {
        Limits limits = new Limits(group, controllers, used);
        limits.memory(wanted);
        limits.set("cpu_quota", "cpu", "cpu.max", wanted.cpuQuota(), Limits::quota, MAX);
        limits.set("cpu_weight", "cpu", "cpu.weight", wanted.cpuWeight(), Long::toString, DEFAULT_WEIGHT);
        limits.set("tasks_max", "pids", "pids.max", wanted.tasksMax(), Limits::tasks, MAX);
        limits.io(wanted.ioWeight());
        return List.copyOf(limits.missed);
    }

    private void memory(ResourceLimits wanted) {
        set("memory_high", "memory", "memory.high", wanted.memoryHigh(), Limits::orMax, MAX);
        set("memory_max", "memory", "memory.max", wanted.memoryMax(), Limits::orMax, MAX);
        set("memory_swap_max", "memory", "memory.swap.max", wanted.memorySwapMax(), Limits::orMax, MAX);
    }

    /** The kernel has a file for each of its two ways to weigh, io.cost and the BFQ scheduler, or one, or none. */
    private void io(OptionalLong weight) {
        Path bfq = group.resolve("io.bfq.weight");
        if (controllers.missing("io").isEmpty() && Files.exists(bfq)) {
            set("io_weight", "io", "io.bfq.weight", weight, Limits::bfq, DEFAULT_WEIGHT);
            if (!Files.exists(group.resolve("io.weight"))) {
                return;
            }
        }
        set("io_weight", "io", "io.weight", weight, Long::toString, DEFAULT_WEIGHT);
    }

    private void set(
            String key, String controller, String file, OptionalLong value, LongFunction<String> form, String unset) {
        if (value.isEmpty() && !used) {
            return;
        }
        String reason = controllers.missing(controller).orElse("");
        if (reason.isEmpty()) {
            try {
                CgroupFile.write(group.resolve(file), value.isPresent() ? form.apply(value.getAsLong()) : unset);
            } catch (IOException e) {
                reason = file + ": " + CgroupFile.reason(e);
            }
        }
        if (!reason.isEmpty() && value.isPresent()) {
            missed.add(key + ": " + reason);
        }
    }

    private static String orMax(long value) {
        return value == ResourceLimits.INFINITY ? MAX : Long.toString(value);
    }

    private static String tasks(long value) {
        return value > MOST_TASKS ? MAX : Long.toString(value);
    }

    private static String quota(long percent) {
        return percent == ResourceLimits.INFINITY ? MAX : percent * CPU_PERIOD_USEC / 100 + " " + CPU_PERIOD_USEC;
    }

    /** From 1 to 10000 to BFQ's 1 to 1000; the default of both is 100 and stays it. */
    static String bfq(long weight) {
        return Long.toString(weight <= 100 ? weight : 100 + (weight - 100) * 900 / 9900);
    }
}
