package org.sideros.start.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a service file has said so far. Null or empty where it is silent, so that defaults can depend on the rest. */
final class ServiceDraft {
    final ServiceConfig.Builder service;
    private final Defaults defaults;

    ServiceType type = ServiceType.SIMPLE;
    Readiness.@Nullable Kind readiness;
    List<Command> exec = List.of();

    List<Command> startPre = List.of();
    List<Command> startPost = List.of();
    List<Command> reload = List.of();
    List<Command> stop = List.of();
    List<Command> stopPost = List.of();

    RestartPolicy policy = RestartPolicy.NO;

    @Nullable
    Duration delay;

    @Nullable
    Duration maxDelay;

    double multiplier = 1;

    @Nullable
    Integer maxAttempts;

    @Nullable
    Duration resetAfter;

    @Nullable
    Duration retryAfter;

    @Nullable
    Duration startTimeout;

    @Nullable
    Duration stopTimeout;

    @Nullable
    Duration reloadTimeout;

    @Nullable
    Duration watchdog;

    @Nullable
    Duration runtimeMax;

    String stopSignal = Stop.DEFAULT.signal();
    Stop.Mode stopMode = Stop.DEFAULT.mode();
    List<Stop.Step> stopSequence = List.of();

    List<Dependency> after = List.of();
    List<Dependency> before = List.of();
    List<Dependency> requires = List.of();
    List<Dependency> wants = List.of();
    List<Dependency> bindsTo = List.of();
    List<Dependency> partOf = List.of();
    List<Dependency> conflicts = List.of();
    List<Dependency> wantedBy = List.of();
    List<Dependency> requiredBy = List.of();

    List<Path> pathExists = List.of();
    List<Path> pathMissing = List.of();
    List<Path> directoryNotEmpty = List.of();
    List<String> kernelCommandLine = List.of();
    List<Command> conditionCommands = List.of();

    OptionalLong memoryMax = OptionalLong.empty();
    OptionalLong memoryHigh = OptionalLong.empty();
    OptionalLong memorySwapMax = OptionalLong.empty();
    OptionalLong cpuQuota = OptionalLong.empty();
    OptionalLong cpuWeight = OptionalLong.empty();
    OptionalLong tasksMax = OptionalLong.empty();
    OptionalLong ioWeight = OptionalLong.empty();
    final Map<String, ResourceLimits.Rlimit> rlimits = new TreeMap<>();

    boolean noNewPrivileges;

    @Nullable
    List<String> capabilities;

    boolean privateTmp;
    boolean privateNetwork;
    boolean privateDevices;
    boolean privatePids;
    boolean protectSystem;
    boolean protectHome;
    List<Security.Place> readOnlyPaths = List.of();
    List<Security.Place> inaccessiblePaths = List.of();

    ServiceDraft(String name, Defaults defaults) {
        this.service = ServiceConfig.builder(name);
        this.defaults = defaults;
    }

    /** The back-off, with the defaults where the file is silent. */
    Restart restart() {
        Restart usual = defaults.restart();
        Duration first = or(delay, usual.delay());
        // A multiplier without a bound of its own gets one, or it would have no effect.
        Duration usualMaximum =
                multiplier > 1 && first.compareTo(Restart.USUAL_MAX_DELAY) < 0 ? Restart.USUAL_MAX_DELAY : first;
        return new Restart(
                policy,
                first,
                or(maxDelay, usualMaximum),
                multiplier,
                maxAttempts != null ? maxAttempts : usual.maxAttempts(),
                or(resetAfter, usual.resetAfter()),
                Optional.ofNullable(retryAfter));
    }

    ServiceConfig build() {
        Timeouts usual = defaults.timeouts(type);
        return service.type(type)
                .exec(exec)
                .hooks(new Hooks(startPre, startPost, reload, stop, stopPost))
                .restart(restart())
                .timeouts(new Timeouts(
                        or(startTimeout, usual.start()),
                        or(stopTimeout, usual.stop()),
                        or(reloadTimeout, usual.reload()),
                        or(watchdog, usual.watchdog()),
                        or(runtimeMax, usual.runtimeMax())))
                .stop(new Stop(stopSignal, stopMode, stopSequence))
                .dependencies(new Dependencies(
                        after, before, requires, wants, bindsTo, partOf, conflicts, wantedBy, requiredBy))
                .conditions(new Conditions(
                        pathExists, pathMissing, directoryNotEmpty, kernelCommandLine, conditionCommands))
                .limits(new ResourceLimits(
                        memoryMax, memoryHigh, memorySwapMax, cpuQuota, cpuWeight, tasksMax, ioWeight, rlimits))
                .security(new Security(
                        noNewPrivileges,
                        capabilities != null,
                        capabilities != null ? capabilities : List.of(),
                        privateTmp,
                        privateNetwork,
                        privateDevices,
                        privatePids,
                        protectSystem,
                        protectHome,
                        readOnlyPaths,
                        inaccessiblePaths))
                .build();
    }

    private static <T> T or(@Nullable T said, T usual) {
        return said != null ? said : usual;
    }
}
