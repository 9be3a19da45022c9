package org.sideros.start.cgroup;

import java.util.OptionalLong;

/**
 * What the processes of a group use and have used. Empty where the controller is missing, and the two limits where there is none.
 *
 * @param memory bytes charged to it now
 * @param memoryPeak the most it was ever charged, in bytes ({@code memory.peak}, Linux 5.19)
 * @param memoryMax limit in bytes
 * @param cpuUsec microseconds of processor time
 * @param tasks processes and threads in it now
 * @param tasksMax limit of {@code tasks}
 */
public record Usage(
        OptionalLong memory,
        OptionalLong memoryPeak,
        OptionalLong memoryMax,
        OptionalLong cpuUsec,
        OptionalLong tasks,
        OptionalLong tasksMax) {
    /** Nothing is known. */
    public static final Usage NONE = new Usage(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** What remains to be said of it when no process is left. */
    public Usage atRest() {
        return new Usage(OptionalLong.empty(), memoryPeak, memoryMax, cpuUsec, OptionalLong.empty(), tasksMax);
    }
}
