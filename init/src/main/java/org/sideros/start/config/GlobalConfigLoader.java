package org.sideros.start.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code start.toml}: the file named on the command line, else by {@code START_CONFIG}, else the system's for root
 * and the user's own for others. Without the latter two, defaults hold; a file that was named must exist. Relative paths
 * in the file start at the file's directory, so that a directory with everything in it can be moved.
 */
public final class GlobalConfigLoader {
    private static final String CONFIG_VARIABLE = "START_CONFIG";
    private static final String LOG_VARIABLE = "START_LOG";

    private final DefaultPaths defaults;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();

    private GlobalConfigLoader(long uid, Map<String, String> environment) {
        this.defaults = DefaultPaths.of(uid, environment);
        this.environment = environment;
    }

    /**
     * Read the configuration. The environment is handed in because {@code System.getenv()} resets the disposition of
     * SIGCHLD in the JVM, which a supervisor cannot have.
     *
     * @param named the file of {@code --config}
     * @param uid the effective user; 0 means the system's paths
     */
    public static GlobalLoad load(Optional<Path> named, long uid, Map<String, String> environment) {
        return new GlobalConfigLoader(uid, environment).load(named);
    }

    /**
     * The configuration of a program that has services of its own: no file, these absolute paths, defaults for the rest.
     *
     * @param journal where logs go; empty for {@code log} in the runtime directory
     */
    public static GlobalConfig embedded(
            Path services, Path runtime, Optional<Path> journal, Optional<Path> cgroupRoot) {
        GlobalDraft draft = new GlobalDraft();
        draft.servicesDir = services;
        draft.runtimeDir = runtime;
        draft.journalDir = journal.map(Path::toAbsolutePath).orElse(null);
        draft.cgroupRoot = cgroupRoot.orElse(null);
        return new GlobalConfigLoader(0, Map.of()).build(draft, runtime, false);
    }

    private GlobalLoad load(Optional<Path> named) {
        String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
        Path file = defaults.globalFile();
        boolean expected = false;
        if (named.isPresent()) {
            file = named.get();
            expected = true;
        } else if (!variable.isEmpty()) {
            try {
                file = Readers.path(variable);
                expected = true;
            } catch (InvalidValueException e) {
                problems.add(Problem.error(Location.of(file), CONFIG_VARIABLE + ": " + e.getMessage()));
            }
        }
        file = file.toAbsolutePath();
        GlobalDraft draft = new GlobalDraft();
        boolean present = expected || Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (present) {
            Value.Table table = TomlSource.read(file, problems);
            if (table != null) {
                GlobalKeys.SCHEMA.read(table, draft, problems);
            }
        }
        readLogVariable(file, draft);
        return new GlobalLoad(build(draft, file, present), problems);
    }

    /** A wrong level in a variable must not keep anything from running. */
    private void readLogVariable(Path file, GlobalDraft draft) {
        String text = environment.getOrDefault(LOG_VARIABLE, "");
        if (text.isEmpty()) {
            return;
        }
        try {
            draft.logLevels = draft.logLevels.with(text);
        } catch (InvalidValueException e) {
            problems.add(Problem.warning(Location.of(file), LOG_VARIABLE + ": " + e.getMessage() + ", ignoring"));
        }
    }

    private GlobalConfig build(GlobalDraft draft, Path file, boolean present) {
        Path services = resolve(file, draft.servicesDir, defaults.services());
        List<Path> directories = new ArrayList<>();
        directories.add(services);
        if (services.equals(defaults.services())) {
            directories.addAll(defaults.vendorServices());
        }
        Path runtime = resolve(file, draft.runtimeDir, defaults.runtime());
        // A supervisor with a runtime directory of its own shares nothing with another one.
        boolean usual = runtime.equals(defaults.runtime());
        Path state = resolve(file, draft.stateDir, usual ? defaults.state() : runtime.resolve("state"));
        Path journal = resolve(file, draft.journalDir, usual ? defaults.journal() : runtime.resolve("log"));
        LogOutput output = draft.logOutput instanceof LogOutput.ToFile(Path path)
                ? new LogOutput.ToFile(resolve(file, path, path))
                : draft.logOutput;
        return new GlobalConfig(
                Optional.ofNullable(draft.hostname),
                directories,
                runtime,
                state,
                journal,
                draft.defaultTarget,
                draft.shutdownTimeout,
                draft.controlGroup,
                resolve(file, draft.cgroupRoot, Path.of("/sys/fs/cgroup")),
                draft.logLevels,
                output,
                new Defaults(draft.restartDelay, draft.stopTimeout, draft.startTimeout),
                present ? Optional.of(file) : Optional.empty());
    }

    private static Path resolve(Path file, @Nullable Path said, Path otherwise) {
        return said == null ? otherwise : file.resolveSibling(said).normalize();
    }
}
