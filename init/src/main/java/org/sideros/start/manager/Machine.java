package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.sideros.start.cgroup.CgroupTree;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.journal.LogFiles;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.process.Descendants;
import org.sideros.start.process.OrphanReaper;
import org.sideros.start.process.ProcessTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all services share of the machine.
 *
 * @param cgroups the control groups, where there are any
 * @param noCgroups why there are none, empty when there are
 */
record Machine(
        GlobalConfig global,
        EventLoop loop,
        ProcessTable processes,
        Descendants descendants,
        Optional<CgroupTree> cgroups,
        String noCgroups,
        LogFiles logs) {
    /** The variable in the environment of every process of a run; the name systemd uses, so that programs know it. */
    static final String INVOCATION_VARIABLE = "INVOCATION_ID";

    /** The variable that names the supervisor a process belongs to, by its runtime directory. */
    static final String RUNTIME_VARIABLE = "START_RUNTIME_DIR";

    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final Path SYSTEM_RUNTIME = Path.of("/run/sideros");

    static Machine open(GlobalConfig global, EventLoop loop, Path executor, Parenthood parenthood)
            throws PosixException {
        ProcessTable processes = new ProcessTable(loop, executor, parenthood.kind() == Parenthood.Kind.SHIM);
        if (parenthood.kind() == Parenthood.Kind.OURSELVES) {
            OrphanReaper.start(processes);
        }
        CgroupTree.Found found = CgroupTree.open(global.cgroupRoot(), groupName(global.runtimeDir()), ours(parenthood));
        if (found.tree().isEmpty()) {
            LOG.warn("{}: services are tracked by descent and their limits are not enforced", found.reason());
        }
        return new Machine(
                global,
                loop,
                processes,
                new Descendants(parenthood.reaper(), processes::contains),
                found.tree(),
                found.reason(),
                new LogFiles(global.journalDir()));
    }

    /** The processes that are the supervisor; where it is embedded in another program, that program's place is not ours to choose. */
    private static Set<Integer> ours(Parenthood parenthood) {
        return switch (parenthood.kind()) {
            case SHIM -> Set.of(parenthood.reaper(), Kernel.pid());
            case OURSELVES -> Set.of(Kernel.pid());
            case INIT -> Set.of();
        };
    }

    /** Supervisors that run side by side have groups side by side. */
    private static String groupName(Path runtimeDir) {
        return runtimeDir.equals(SYSTEM_RUNTIME)
                ? "sideros"
                : "sideros-" + Integer.toHexString(runtimeDir.toString().hashCode());
    }
}
