package org.sideros.start.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code start.toml}, with every path resolved. Immutable.
 *
 * @param serviceDirectories highest priority first: {@code services_dir}, then the vendor directory where the
 *     configuration is the system's own
 * @param controlGroup the group that may use the control socket besides root and the supervisor's user
 * @param logOutput {@code journal} (a file of the supervisor's own in {@link #journalDir}) or {@code file:/path}
 * @param file the file read; empty when there is none and defaults hold
 */
public record GlobalConfig(
        Optional<String> hostname,
        List<Path> serviceDirectories,
        Path runtimeDir,
        Path stateDir,
        Path journalDir,
        String defaultTarget,
        Duration shutdownTimeout,
        String controlGroup,
        Path cgroupRoot,
        LogLevels logLevels,
        LogOutput logOutput,
        Defaults defaults,
        Optional<Path> file) {
    /** What boot starts unless told otherwise. */
    public static final String DEFAULT_TARGET = "multi-user.target";

    public GlobalConfig {
        serviceDirectories = List.copyOf(serviceDirectories);
    }

    /** Where the administrator's service files are, and new ones are written. */
    public Path servicesDir() {
        return serviceDirectories.getFirst();
    }

    /** The same with one more directory of service files, the last to be looked at. */
    public GlobalConfig withServiceDirectory(Path directory) {
        List<Path> directories = new ArrayList<>(serviceDirectories);
        directories.add(directory);
        return new GlobalConfig(
                hostname,
                directories,
                runtimeDir,
                stateDir,
                journalDir,
                defaultTarget,
                shutdownTimeout,
                controlGroup,
                cgroupRoot,
                logLevels,
                logOutput,
                defaults,
                file);
    }

    /** The control socket. */
    public Path controlSocket() {
        return runtimeDir.resolve("control.sock");
    }
}
