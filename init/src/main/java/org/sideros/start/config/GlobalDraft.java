package org.sideros.start.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code start.toml} has said so far; null where it is silent. Paths may still be relative to the file. */
final class GlobalDraft {
    @Nullable
    String hostname;

    @Nullable
    Path servicesDir;

    @Nullable
    Path runtimeDir;

    @Nullable
    Path stateDir;

    @Nullable
    Path journalDir;

    @Nullable
    Path cgroupRoot;

    String defaultTarget = GlobalConfig.DEFAULT_TARGET;
    Duration shutdownTimeout = Duration.ofSeconds(90);
    String controlGroup = "sideros";
    LogLevels logLevels = LogLevels.DEFAULT;
    LogOutput logOutput = new LogOutput.Journal();
    Duration restartDelay = Defaults.BUILT_IN.restartDelay();
    Duration stopTimeout = Defaults.BUILT_IN.stopTimeout();
    Duration startTimeout = Defaults.BUILT_IN.startTimeout();
}
