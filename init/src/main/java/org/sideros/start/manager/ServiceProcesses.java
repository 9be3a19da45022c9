package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sideros.start.cgroup.Cgroup;
import org.sideros.start.cgroup.OutOfMemory;
import org.sideros.start.cgroup.Usage;
import org.sideros.start.config.ResourceLimits;
import org.sideros.start.os.Errno;
import org.sideros.start.os.PidFd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one service: by its control group, or by descent where there is none. Used by the service's own thread;
 * {@link #usage} by any.
 */
final class ServiceProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcesses.class);

    /** So that a service with thousands of processes does not use up our descriptors. */
    private static final int HELD_AT_ONCE = 64;

    private final String name;
    private final Machine machine;
    private volatile Optional<Cgroup> cgroup = Optional.empty();
    /** Pid of the main process, 0 once it was reaped. */
    private int main;
    /** The number the main process has or had: those it left may be of its session. */
    private int session;

    private String mark = "";
    /** What the last run used, once its group is gone. */
    private volatile Usage last = Usage.NONE;

    ServiceProcesses(String name, Machine machine) {
        this.name = name;
        this.machine = machine;
    }

    /** A new run begins, in which a kill for memory takes all processes. Returns the limits that cannot be enforced. */
    List<String> begin(String invocation, ResourceLimits limits) {
        return begin(invocation, limits, true);
    }

    /**
     * A new run begins: its group is made and limited. Returns the limits that cannot be enforced.
     *
     * @param together whether a kill for memory takes all processes of the service, or only the one the kernel picks
     */
    List<String> begin(String invocation, ResourceLimits limits, boolean together) {
        last = Usage.NONE;
        mark = Machine.INVOCATION_VARIABLE + "=" + invocation;
        main = 0;
        session = 0;
        if (machine.cgroups().isPresent()) {
            try {
                Cgroup group = machine.cgroups().get().group(name);
                cgroup = Optional.of(group);
                group.dieTogether(together);
                return group.limit(limits);
            } catch (IOException e) {
                LOG.warn("{}: no control group: {}, ignoring", name, e.getMessage());
                cgroup = Optional.empty();
                return missing(limits, String.valueOf(e.getMessage()));
            }
        }
        return missing(limits, machine.noCgroups());
    }

    private static List<String> missing(ResourceLimits limits, String reason) {
        return limits.cgroupKeys().stream().map(key -> key + ": " + reason).toList();
    }

    /** The main process of this run, from now on. */
    void main(int pid) {
        main = pid;
        session = pid;
    }

    /** A main process was reaped: its number is free. */
    void ended(int pid) {
        if (main == pid) {
            main = 0;
        }
    }

    Optional<Path> cgroupPath() {
        return cgroup.map(Cgroup::toJoin);
    }

    /** What was killed for memory in this run; empty without the memory controller. To be asked when the main process has ended. */
    Optional<OutOfMemory> outOfMemory() {
        return cgroup.flatMap(Cgroup::outOfMemory);
    }

    /** What it uses, or what it had used at the end of its last run; from any thread. */
    Usage usage() {
        Optional<Cgroup> group = cgroup;
        if (group.isPresent()) {
            Usage now = group.get().usage();
            if (cgroup.isPresent()) {
                return now;
            }
            // It was removed while it was read.
        }
        return last;
    }

    /** Whether no process of the service is left; false in doubt. */
    boolean isEmpty() {
        if (cgroup.isPresent()) {
            return !cgroup.get().isPopulated();
        }
        try {
            return machine.descendants().isEmpty(main, session, mark);
        } catch (IOException e) {
            LOG.warn("{}: looking for its processes: {}, looking again", name, e.getMessage());
            return false;
        }
    }

    /** Sends {@code signal}, then SIGCONT so that a stopped process takes it. */
    void signal(int signal, boolean all) {
        send(all, List.of(signal, Signals.CONT));
    }

    /** SIGKILL; to be repeated until nothing is left, since processes may fork meanwhile. */
    void kill(boolean all) {
        if (!all || cgroup.isEmpty() || !cgroup.get().kill()) {
            send(all, List.of(Signals.KILL));
        }
    }

    private void send(boolean all, List<Integer> signals) {
        try {
            for (int signal : signals) {
                if (main != 0) {
                    machine.processes().signal(main, signal);
                }
            }
        } catch (PosixException e) {
            LOG.warn("{}: {}, ignoring", name, e.getMessage());
        }
        if (all) {
            List<Integer> others = others().stream().filter(pid -> pid != main).toList();
            for (int from = 0; from < others.size(); from += HELD_AT_ONCE) {
                sendHeld(others.subList(from, Math.min(from + HELD_AT_ONCE, others.size())), signals);
            }
        }
    }

    /** What is not our child may end at any time: each is held first and looked for again before it is hit. */
    private void sendHeld(List<Integer> pids, List<Integer> signals) {
        List<PidFd> held = new ArrayList<>();
        for (int pid : pids) {
            doing(() -> held.add(PidFd.open(pid)));
        }
        Collection<Integer> still = others();
        for (PidFd process : held) {
            try (process) {
                if (still.contains(process.pid())) {
                    for (int signal : signals) {
                        doing(() -> process.signal(signal));
                    }
                }
            }
        }
    }

    @FunctionalInterface
    private interface Deed {
        boolean run() throws PosixException;
    }

    private void doing(Deed deed) {
        try {
            deed.run();
        } catch (PosixException e) {
            if (e.errno() != Errno.ESRCH) {
                LOG.warn("{}: {}, ignoring", name, e.getMessage());
            }
        }
    }

    private Collection<Integer> others() {
        if (cgroup.isPresent()) {
            return cgroup.get().processes();
        }
        try {
            return machine.descendants().find(main, session, mark);
        } catch (IOException e) {
            LOG.warn("{}: looking for its processes: {}, ignoring", name, e.getMessage());
            return Set.of();
        }
    }

    /** The service rests: its group is not needed. */
    void end() {
        Optional<Cgroup> group = cgroup;
        if (group.isPresent()) {
            last = group.get().usage().atRest();
            cgroup = Optional.empty();
            group.get().remove();
        }
    }
}
