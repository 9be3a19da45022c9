package org.sideros.start.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The effective definition of one service: its file, its drop-ins and the defaults of {@code start.toml} applied.
 * Immutable. Made by {@link #builder(String)} or by reading a file.
 *
 * @param name unique, see {@link ServiceName}
 * @param exec the main command; several for a oneshot, none for a target
 * @param enabled whether boot starts it
 * @param pidFile of a forking service
 * @param notifySocket a path, or {@code @name} for the abstract name space
 * @param user a name or a number
 * @param group a name or a number
 * @param umask file mode creation mask, 0 to 0777
 * @param successExitCodes besides 0
 * @param preventRestartCodes after which it is not restarted, whatever the policy
 * @param nice -20 (first) to 19
 * @param oomScoreAdj -1000 (never killed) to 1000
 * @param file where it was read from; empty for built-in targets and services made by a program
 */
public record ServiceConfig(
        String name,
        String description,
        ServiceType type,
        List<Command> exec,
        Hooks hooks,
        boolean enabled,
        Optional<Path> pidFile,
        boolean remainAfterExit,
        Optional<String> notifySocket,
        NotifyAccess notifyAccess,
        Optional<Readiness> ready,
        Optional<String> user,
        Optional<String> group,
        List<String> supplementaryGroups,
        Optional<Path> workingDirectory,
        OptionalInt umask,
        Optional<Path> tty,
        List<EnvironmentFile> environmentFiles,
        Map<String, String> environment,
        Output stdout,
        Output stderr,
        Set<Integer> successExitCodes,
        Set<Integer> preventRestartCodes,
        int nice,
        OptionalInt oomScoreAdj,
        Restart restart,
        Timeouts timeouts,
        Stop stop,
        Dependencies dependencies,
        Conditions conditions,
        ResourceLimits limits,
        Security security,
        Optional<Path> file) {

    public ServiceConfig {
        exec = List.copyOf(exec);
        supplementaryGroups = List.copyOf(supplementaryGroups);
        environmentFiles = List.copyOf(environmentFiles);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        successExitCodes = Collections.unmodifiableSet(new TreeSet<>(successExitCodes));
        preventRestartCodes = Collections.unmodifiableSet(new TreeSet<>(preventRestartCodes));
    }

    /** Which processes' notifications count. */
    public enum NotifyAccess {
        /** The main process. */
        MAIN,
        /** The main process and the hooks. */
        EXEC,
        /** Every process of the service. */
        ALL
    }

    /** Whether this is a synchronisation point without a process. */
    public boolean isTarget() {
        return type == ServiceType.TARGET;
    }

    /** By what the service tells that it is ready; empty when running is enough. */
    public Optional<Readiness> readiness() {
        return ready.isEmpty() && type == ServiceType.NOTIFY
                ? Optional.of(new Readiness(Readiness.Kind.NOTIFY, ""))
                : ready;
    }

    /** A builder with every value at its default. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects the values of a {@link ServiceConfig}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private String description = "";
        private ServiceType type = ServiceType.SIMPLE;
        private List<Command> exec = List.of();
        private Hooks hooks = Hooks.NONE;
        private boolean enabled = true;
        private @Nullable Path pidFile;
        private boolean remainAfterExit;
        private @Nullable String notifySocket;
        private NotifyAccess notifyAccess = NotifyAccess.MAIN;
        private @Nullable Readiness ready;
        private @Nullable String user;
        private @Nullable String group;
        private List<String> supplementaryGroups = List.of();
        private @Nullable Path workingDirectory;
        private OptionalInt umask = OptionalInt.empty();
        private @Nullable Path tty;
        private List<EnvironmentFile> environmentFiles = List.of();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Output stdout = new Output.Journal();
        private Output stderr = new Output.Stdout();
        private Set<Integer> successExitCodes = Set.of();
        private Set<Integer> preventRestartCodes = Set.of();
        private int nice;
        private OptionalInt oomScoreAdj = OptionalInt.empty();
        private Restart restart = Defaults.BUILT_IN.restart();
        private @Nullable Timeouts timeouts;
        private Stop stop = Stop.DEFAULT;
        private Dependencies dependencies = Dependencies.NONE;
        private Conditions conditions = Conditions.NONE;
        private ResourceLimits limits = ResourceLimits.NONE;
        private Security security = Security.NONE;
        private @Nullable Path file;

        private Builder(String name) {
            this.name = name;
        }

        /** One line for people; empty by default. */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /** How it becomes active; {@code SIMPLE} by default. */
        public Builder type(ServiceType value) {
            type = value;
            return this;
        }

        /** The main command, as exact words. */
        public Builder exec(String... words) {
            return exec(List.of(Command.exact(words)));
        }

        /** The main commands: one, several for a oneshot, none for a target. */
        public Builder exec(List<Command> value) {
            exec = value;
            return this;
        }

        /** Commands before and after the main one; none by default. */
        public Builder hooks(Hooks value) {
            hooks = value;
            return this;
        }

        /** Whether boot and {@code startAll} start it when it is in a file; true by default. */
        public Builder enabled(boolean value) {
            enabled = value;
            return this;
        }

        /** Where a forking service writes the number of its main process. */
        public Builder pidFile(@Nullable Path value) {
            pidFile = value;
            return this;
        }

        /** Whether a oneshot stays active when it is done; false by default. */
        public Builder remainAfterExit(boolean value) {
            remainAfterExit = value;
            return this;
        }

        /** A path, or {@code @name} for the abstract name space. */
        public Builder notifySocket(@Nullable String value) {
            notifySocket = value;
            return this;
        }

        /** Whose notifications count; those of the main process by default. */
        public Builder notifyAccess(NotifyAccess value) {
            notifyAccess = value;
            return this;
        }

        /** By what else than its type it is known to be ready. */
        public Builder ready(@Nullable Readiness value) {
            ready = value;
            return this;
        }

        /** A name or a number. */
        public Builder user(@Nullable String value) {
            user = value;
            return this;
        }

        /** A name or a number. */
        public Builder group(@Nullable String value) {
            group = value;
            return this;
        }

        /** Names or numbers of groups, besides those the user has. */
        public Builder supplementaryGroups(List<String> value) {
            supplementaryGroups = value;
            return this;
        }

        /** Where it runs; {@code /} by default. */
        public Builder workingDirectory(@Nullable Path value) {
            workingDirectory = value;
            return this;
        }

        /** File mode creation mask, 0 to 0777; 022 by default. */
        public Builder umask(int value) {
            umask = OptionalInt.of(value);
            return this;
        }

        /** A terminal to be its input, output and controlling terminal. */
        public Builder tty(@Nullable Path value) {
            tty = value;
            return this;
        }

        /** Files of variables, read at each start; later ones win. */
        public Builder environmentFiles(List<EnvironmentFile> value) {
            environmentFiles = value;
            return this;
        }

        /** One more variable, which wins over those of files. */
        public Builder environment(String key, String value) {
            environment.put(key, value);
            return this;
        }

        /** Where its output goes; its own log by default. */
        public Builder stdout(Output value) {
            stdout = value;
            return this;
        }

        /** Where its error output goes; where its output goes by default. */
        public Builder stderr(Output value) {
            stderr = value;
            return this;
        }

        /** Exit codes besides 0 that are a success, 1 to 255. */
        public Builder successExitCodes(Set<Integer> value) {
            successExitCodes = value;
            return this;
        }

        /** Exit codes after which it is not restarted, whatever its policy, 0 to 255. */
        public Builder preventRestartCodes(Set<Integer> value) {
            preventRestartCodes = value;
            return this;
        }

        /** Scheduling priority, -20 (first) to 19; 0 by default. */
        public Builder nice(int value) {
            nice = value;
            return this;
        }

        /** How soon the kernel picks it when memory is short, -1000 (never) to 1000. */
        public Builder oomScoreAdj(int value) {
            oomScoreAdj = OptionalInt.of(value);
            return this;
        }

        /** When and how it is restarted by itself; never by default. */
        public Builder restart(Restart value) {
            restart = value;
            return this;
        }

        /** A restart policy; 5 s before each restart and at most 5 of them in a streak, unless set otherwise. */
        public Builder restart(RestartPolicy policy) {
            restart = restart.with(policy);
            return this;
        }

        /** A restart policy with a delay before each restart and a limit of restarts in a streak (0 for none). */
        public Builder restart(RestartPolicy policy, Duration delay, int maxAttempts) {
            restart = new Restart(policy, delay, delay, 1.0, maxAttempts, restart.resetAfter(), Optional.empty());
            return this;
        }

        /** How long it may take; 60 s to start (a oneshot: no bound) and 30 s to stop by default. */
        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        /** How it is stopped; SIGTERM to all its processes by default. */
        public Builder stop(Stop value) {
            stop = value;
            return this;
        }

        /** What it needs, and what comes before and after it; nothing by default. */
        public Builder dependencies(Dependencies value) {
            dependencies = value;
            return this;
        }

        /** What must hold for it to be started; nothing by default. */
        public Builder conditions(Conditions value) {
            conditions = value;
            return this;
        }

        /** How much of the machine it may use; no limits by default. */
        public Builder limits(ResourceLimits value) {
            limits = value;
            return this;
        }

        /** What it may not see or do; no restriction by default. */
        public Builder security(Security value) {
            security = value;
            return this;
        }

        /** Where it was read from; nowhere by default. */
        public Builder file(@Nullable Path value) {
            file = value;
            return this;
        }

        /** The definition. A oneshot has no start time-out unless one was set. */
        public ServiceConfig build() {
            Timeouts effective = timeouts != null ? timeouts : Defaults.BUILT_IN.timeouts(type);
            return new ServiceConfig(
                    name,
                    description,
                    type,
                    new ArrayList<>(exec),
                    hooks,
                    enabled,
                    Optional.ofNullable(pidFile),
                    remainAfterExit,
                    Optional.ofNullable(notifySocket),
                    notifyAccess,
                    Optional.ofNullable(ready),
                    Optional.ofNullable(user),
                    Optional.ofNullable(group),
                    supplementaryGroups,
                    Optional.ofNullable(workingDirectory),
                    umask,
                    Optional.ofNullable(tty),
                    environmentFiles,
                    environment,
                    stdout,
                    stderr,
                    successExitCodes,
                    preventRestartCodes,
                    nice,
                    oomScoreAdj,
                    restart,
                    effective,
                    stop,
                    dependencies,
                    conditions,
                    limits,
                    security,
                    Optional.ofNullable(file));
        }
    }
}
