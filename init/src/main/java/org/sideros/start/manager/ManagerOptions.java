package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a manager that is embedded in another program keeps what it needs. Immutable; {@link #DEFAULT} leaves everything
 * to be found.
 *
 * @param runtimeDir where its lock is, claimed by one manager at a time. What a program that was killed left running is
 *     ended by the next manager that claims the same directory. By default below {@code /run/sideros/library} for root, else
 *     below {@code $XDG_RUNTIME_DIR}: one for each services directory, and for a lone {@link Service} or
 *     {@link ProcessSupervisor} a fresh one that is deleted in the end
 * @param journalDir where output goes that a definition sends nowhere else, one {@code NAME.log} a service; by default
 *     {@code log} in the runtime directory
 * @param cgroupRoot the control group hierarchy (version 2) to put services in; by default {@code /sys/fs/cgroup}. Where
 *     it cannot be used, processes are found by descent and limits are not enforced
 * @param executor the path of {@code start-exec}; by default as {@link Executor#find()} says
 */
public record ManagerOptions(
        Optional<Path> runtimeDir, Optional<Path> journalDir, Optional<Path> cgroupRoot, Optional<Path> executor) {
    /** Everything is found by itself. */
    public static final ManagerOptions DEFAULT =
            new ManagerOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The same with this runtime directory, which is made if it is missing. */
    public ManagerOptions withRuntimeDir(Path directory) {
        return new ManagerOptions(Optional.of(directory), journalDir, cgroupRoot, executor);
    }

    /** The same with this directory for output, which is made if it is missing. */
    public ManagerOptions withJournalDir(Path directory) {
        return new ManagerOptions(runtimeDir, Optional.of(directory), cgroupRoot, executor);
    }

    /** The same with this control group hierarchy. */
    public ManagerOptions withCgroupRoot(Path directory) {
        return new ManagerOptions(runtimeDir, journalDir, Optional.of(directory), executor);
    }

    /** The same with this {@code start-exec}. */
    public ManagerOptions withExecutor(Path program) {
        return new ManagerOptions(runtimeDir, journalDir, cgroupRoot, Optional.of(program));
    }
}
