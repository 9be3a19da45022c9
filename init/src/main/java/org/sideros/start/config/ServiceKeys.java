package org.sideros.start.config;

import static org.sideros.start.config.Readers.PATH;
import static org.sideros.start.config.Readers.TEXT;
import static org.sideros.start.config.Readers.TRUTH;
import static org.sideros.start.config.Readers.array;
import static org.sideros.start.config.Readers.finiteDuration;
import static org.sideros.start.config.Readers.integer;
import static org.sideros.start.config.Readers.oneOf;
import static org.sideros.start.config.Readers.oneOrMore;
import static org.sideros.start.config.Readers.positiveDuration;
import static org.sideros.start.config.Readers.set;
import static org.sideros.start.config.Readers.text;
import static org.sideros.start.config.Readers.word;
import static org.sideros.start.config.ServiceReaders.ACCOUNT_NAME;
import static org.sideros.start.config.ServiceReaders.DEPENDENCIES;
import static org.sideros.start.config.ServiceReaders.count;
import static org.sideros.start.config.ServiceReaders.output;
import static org.sideros.start.config.ServiceReaders.size;

import java.util.OptionalLong;

/**
 * The table of all keys of a service file: its place, the kind of its value, and where it goes.
 */
final class ServiceKeys {
    /** {@code name} is read before anything else, because specifiers need it; here it only has to be known. */
    static final Schema<ServiceDraft> SCHEMA = limits(restartAndStop(service(new Schema<>())));

    private ServiceKeys() {}

    private static Schema<ServiceDraft> service(Schema<ServiceDraft> s) {
        return s.key("service.name", TEXT, (_, _) -> {})
                .key("service.description", TEXT, (d, v) -> d.service.description(v))
                .key("service.type", oneOf(ServiceType.class), (d, v) -> d.type = v)
                .key("service.exec", CommandReader.MAIN, (d, v) -> d.exec = v)
                .key("service.exec_start_pre", CommandReader.HOOK, (d, v) -> d.startPre = v)
                .key("service.exec_start_post", CommandReader.HOOK, (d, v) -> d.startPost = v)
                .key("service.exec_reload", CommandReader.HOOK, (d, v) -> d.reload = v)
                .key("service.exec_stop", CommandReader.HOOK, (d, v) -> d.stop = v)
                .key("service.exec_stop_post", CommandReader.HOOK, (d, v) -> d.stopPost = v)
                .key("service.enabled", TRUTH, (d, v) -> d.service.enabled(v))
                .key("service.pid_file", PATH, (d, v) -> d.service.pidFile(v))
                .key("service.remain_after_exit", TRUTH, (d, v) -> d.service.remainAfterExit(v))
                .key("service.notify_socket", ServiceReaders.SOCKET, (d, v) -> d.service.notifySocket(v))
                .key(
                        "service.notify_access",
                        oneOf(ServiceConfig.NotifyAccess.class),
                        (d, v) -> d.service.notifyAccess(v))
                .key("service.ready", ServiceReaders.READINESS, (d, v) -> d.service.ready(v))
                .key("service.user", ACCOUNT_NAME, (d, v) -> d.service.user(v))
                .key("service.group", ACCOUNT_NAME, (d, v) -> d.service.group(v))
                .key(
                        "service.supplementary_groups",
                        array("groups", ACCOUNT_NAME),
                        (d, v) -> d.service.supplementaryGroups(v))
                .key("service.working_directory", PATH, (d, v) -> d.service.workingDirectory(v))
                .key("service.umask", ServiceReaders.UMASK_DIGITS, (d, v) -> d.service.umask(v))
                .key("service.tty", PATH, (d, v) -> d.service.tty(v))
                .key(
                        "service.environment_file",
                        oneOrMore(ServiceReaders.ENVIRONMENT_FILE),
                        (d, v) -> d.service.environmentFiles(v))
                .key("service.environment", ServiceReaders.ENVIRONMENT, (d, v) -> v.forEach(d.service::environment))
                .key("service.stdout", output(false), (d, v) -> d.service.stdout(v))
                .key("service.stderr", output(true), (d, v) -> d.service.stderr(v))
                .key(
                        "service.success_exit_codes",
                        set("exit codes", integer(0, 255)),
                        (d, v) -> d.service.successExitCodes(v))
                .key(
                        "service.prevent_restart_codes",
                        set("exit codes", integer(0, 255)),
                        (d, v) -> d.service.preventRestartCodes(v))
                .key("service.nice", integer(-20, 19), (d, v) -> d.service.nice(v))
                .key("service.oom_score_adj", integer(-1000, 1000), (d, v) -> d.service.oomScoreAdj(v))
                .key("service.dependencies.after", DEPENDENCIES, (d, v) -> d.after = v)
                .key("service.dependencies.before", DEPENDENCIES, (d, v) -> d.before = v)
                .key("service.dependencies.requires", DEPENDENCIES, (d, v) -> d.requires = v)
                .key("service.dependencies.wants", DEPENDENCIES, (d, v) -> d.wants = v)
                .key("service.dependencies.binds_to", DEPENDENCIES, (d, v) -> d.bindsTo = v)
                .key("service.dependencies.part_of", DEPENDENCIES, (d, v) -> d.partOf = v)
                .key("service.dependencies.conflicts", DEPENDENCIES, (d, v) -> d.conflicts = v)
                .key("service.dependencies.wanted_by", DEPENDENCIES, (d, v) -> d.wantedBy = v)
                .key("service.dependencies.required_by", DEPENDENCIES, (d, v) -> d.requiredBy = v)
                .key("service.conditions.path_exists", oneOrMore(PATH), (d, v) -> d.pathExists = v)
                .key("service.conditions.path_missing", oneOrMore(PATH), (d, v) -> d.pathMissing = v)
                .key("service.conditions.directory_not_empty", oneOrMore(PATH), (d, v) -> d.directoryNotEmpty = v)
                .key("service.conditions.kernel_command_line", oneOrMore(word()), (d, v) -> d.kernelCommandLine = v)
                .key("service.conditions.command", CommandReader.HOOK, (d, v) -> d.conditionCommands = v);
    }

    private static Schema<ServiceDraft> restartAndStop(Schema<ServiceDraft> s) {
        return s.key("service.restart.policy", oneOf(RestartPolicy.class), (d, v) -> d.policy = v)
                .key("service.restart.delay", finiteDuration(), (d, v) -> d.delay = v)
                .key("service.restart.max_delay", finiteDuration(), (d, v) -> d.maxDelay = v)
                .key("service.restart.multiplier", ServiceReaders.MULTIPLIER, (d, v) -> d.multiplier = v)
                .key("service.restart.max_attempts", integer(0, Integer.MAX_VALUE), (d, v) -> d.maxAttempts = v)
                .key("service.restart.reset_after", Readers.DURATION, (d, v) -> d.resetAfter = v)
                .key("service.restart.retry_after", finiteDuration(), (d, v) -> d.retryAfter = v)
                .key("service.timeout.start", positiveDuration(), (d, v) -> d.startTimeout = v)
                .key("service.timeout.stop", Readers.DURATION, (d, v) -> d.stopTimeout = v)
                .key("service.timeout.reload", positiveDuration(), (d, v) -> d.reloadTimeout = v)
                .key("service.timeout.watchdog", positiveDuration(), (d, v) -> d.watchdog = v)
                .key("service.timeout.runtime_max", positiveDuration(), (d, v) -> d.runtimeMax = v)
                .key("service.stop.signal", text(SignalName::parse), (d, v) -> d.stopSignal = v)
                .key("service.stop.mode", oneOf(Stop.Mode.class), (d, v) -> d.stopMode = v)
                .key(
                        "service.stop.sequence",
                        array("signals and pauses", ServiceReaders.STOP_STEP),
                        (d, v) -> d.stopSequence = v);
    }

    private static Schema<ServiceDraft> limits(Schema<ServiceDraft> s) {
        s.key("service.resource_limits.memory_max", size(1), (d, v) -> d.memoryMax = OptionalLong.of(v))
                .key("service.resource_limits.memory_high", size(1), (d, v) -> d.memoryHigh = OptionalLong.of(v))
                .key("service.resource_limits.memory_swap_max", size(0), (d, v) -> d.memorySwapMax = OptionalLong.of(v))
                .key(
                        "service.resource_limits.cpu_quota",
                        ServiceReaders.CPU_QUOTA,
                        (d, v) -> d.cpuQuota = OptionalLong.of(v))
                .key("service.resource_limits.cpu_weight", count(1, 10_000), (d, v) -> d.cpuWeight = OptionalLong.of(v))
                .key(
                        "service.resource_limits.tasks_max",
                        count(1, ResourceLimits.INFINITY),
                        (d, v) -> d.tasksMax = OptionalLong.of(v))
                .key("service.resource_limits.io_weight", count(1, 10_000), (d, v) -> d.ioWeight = OptionalLong.of(v));
        for (String rlimit : ServiceReaders.RLIMITS) {
            s.key("service.resource_limits." + rlimit, ServiceReaders.RLIMIT, (d, v) -> d.rlimits.put(rlimit, v));
        }
        return s.key("service.security.no_new_privileges", TRUTH, (d, v) -> d.noNewPrivileges = v)
                .key(
                        "service.security.capabilities",
                        array("capabilities", ServiceReaders.CAPABILITY_NAME),
                        (d, v) -> d.capabilities = v)
                .key("service.security.private_tmp", TRUTH, (d, v) -> d.privateTmp = v)
                .key("service.security.private_network", TRUTH, (d, v) -> d.privateNetwork = v)
                .key("service.security.private_devices", TRUTH, (d, v) -> d.privateDevices = v)
                .key("service.security.private_pids", TRUTH, (d, v) -> d.privatePids = v)
                .key("service.security.protect_system", TRUTH, (d, v) -> d.protectSystem = v)
                .key("service.security.protect_home", TRUTH, (d, v) -> d.protectHome = v)
                .key(
                        "service.security.read_only_paths",
                        array("absolute paths", ServiceReaders.PLACE),
                        (d, v) -> d.readOnlyPaths = v)
                .key(
                        "service.security.inaccessible_paths",
                        array("absolute paths", ServiceReaders.PLACE),
                        (d, v) -> d.inaccessiblePaths = v);
    }
}
