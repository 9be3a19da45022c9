package org.sideros.start.manager;

import java.util.Optional;
import org.sideros.start.cgroup.CgroupTree;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.journal.LogFiles;
import org.sideros.start.process.Descendants;
import org.sideros.start.process.ProcessTable;

/**
 * What all services share of the machine.
 *
 * @param cgroups the control groups, where there are any
 * @param noCgroups why there are none, empty when there are
 */
record Machine(
        GlobalConfig global,
        ProcessTable processes,
        Descendants descendants,
        Optional<CgroupTree> cgroups,
        String noCgroups,
        LogFiles logs) {
    /** The variable in the environment of every process of a run; the name systemd uses, so that programs know it. */
    static final String INVOCATION_VARIABLE = "INVOCATION_ID";

    /** The variable that names the supervisor a process belongs to, by its runtime directory. */
    static final String RUNTIME_VARIABLE = "START_RUNTIME_DIR";
}
