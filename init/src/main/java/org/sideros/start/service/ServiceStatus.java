package org.sideros.start.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sideros.start.config.ServiceType;

/**
 * What there is to say about one service at one moment.
 *
 * @param substate the finer state: {@code waiting-dependencies}, {@code running}, {@code backoff} …
 * @param since when the present state was entered
 * @param exitCode of the last main process that exited by itself
 * @param exitSignal of the last main process that a signal ended, as {@code SIGKILL}
 * @param restarts automatic restarts in the present streak
 * @param restartsTotal automatic restarts since the supervisor came up
 * @param invocation 32 hexadecimal digits, new at each start
 * @param statusText one line for people: what it waits for, or why it failed; empty when there is nothing to say
 * @param stale whether the definition on disk is newer than the running one
 * @param memoryBytes charged to it now; this and what follows up to {@code tasksMax} is empty where the machine does not account
 * @param memoryPeakBytes the most it was charged in this run, or in the last one
 * @param memoryMaxBytes its limit; empty without one
 * @param cpuUsec microseconds of processor time in this run, or in the last one
 * @param tasks processes and threads it has now
 * @param tasksMax their limit; empty without one
 * @param notEnforced limits the machine cannot enforce, each with the reason
 * @param level depth in the order of starting, 0 for those that wait for nothing
 */
public record ServiceStatus(
        String name,
        String description,
        ServiceType type,
        ServiceState state,
        String substate,
        Result result,
        boolean enabled,
        OptionalInt pid,
        Instant since,
        OptionalInt exitCode,
        Optional<String> exitSignal,
        int restarts,
        int restartsTotal,
        Optional<String> invocation,
        Optional<String> statusText,
        Optional<String> file,
        boolean stale,
        boolean orphaned,
        OptionalLong memoryBytes,
        OptionalLong memoryPeakBytes,
        OptionalLong memoryMaxBytes,
        OptionalLong cpuUsec,
        OptionalLong tasks,
        OptionalLong tasksMax,
        List<String> requires,
        List<String> wants,
        List<String> after,
        List<String> notEnforced,
        int level) {
    public ServiceStatus {
        requires = List.copyOf(requires);
        wants = List.copyOf(wants);
        after = List.copyOf(after);
        notEnforced = List.copyOf(notEnforced);
    }
}
