package org.sideros.start.config;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * {@code [service.resource_limits]}. Sizes in bytes, {@link #INFINITY} for {@code "infinity"}; empty where the file says
 * nothing.
 *
 * @param cpuQuota hundredths of one CPU: {@code "80%"} is 80
 * @param cpuWeight 1 to 10000
 * @param ioWeight 1 to 10000
 * @param rlimits by lower-case {@code setrlimit(2)} name without {@code RLIMIT_}: {@code nofile}
 */
public record ResourceLimits(
        OptionalLong memoryMax,
        OptionalLong memoryHigh,
        OptionalLong memorySwapMax,
        OptionalLong cpuQuota,
        OptionalLong cpuWeight,
        OptionalLong tasksMax,
        OptionalLong ioWeight,
        Map<String, Rlimit> rlimits) {
    /** No limit, as {@code "infinity"} and {@code RLIM_INFINITY}. */
    public static final long INFINITY = Long.MAX_VALUE;

    public static final ResourceLimits NONE = new ResourceLimits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of());

    public ResourceLimits {
        rlimits = Collections.unmodifiableMap(new TreeMap<>(rlimits));
    }

    /** A soft and a hard limit, {@link #INFINITY} for none; soft is at most hard. */
    public record Rlimit(long soft, long hard) {}
}
