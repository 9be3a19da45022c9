package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.sideros.start.cgroup.Cgroup;
import org.sideros.start.cgroup.OutOfMemory;
import org.sideros.start.cgroup.Usage;
import org.sideros.start.config.ResourceLimits;
import org.sideros.start.os.Errno;
import org.sideros.start.os.PidFd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.process.Descendants;
import org.sideros.start.process.ProcessListener;
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
    /** Pid of the command around it that is at work, 0 for none. */
    private int hook;
    /** Main processes of this run that have handed on to another one and live on. */
    private final Set<Integer> former = new HashSet<>();
    /** The numbers that processes we started have or had: those they left may be of their sessions. */
    private final Set<Integer> sessions = new HashSet<>();

    private String mark = "";
    /** What the last run used, once its group is gone. */
    private volatile Usage last = Usage.NONE;

    ServiceProcesses(String name, Machine machine) {
        this.name = name;
        this.machine = machine;
    }

    /**
     * A new run begins: its group is made and limited. Returns the limits that cannot be enforced.
     *
     * @param together whether a kill for memory takes all processes of the service, or only the one the kernel picks. All: a
     *     service is one thing that works or does not, as with OOMPolicy=stop of systemd, and the kernel does at once what a
     *     supervisor would do too late; the one: where processes are meant to outlive the main one ({@code stop.mode = "process"})
     */
    List<String> begin(String invocation, ResourceLimits limits, boolean together) {
        last = Usage.NONE;
        mark = Machine.INVOCATION_VARIABLE + "=" + invocation;
        main = 0;
        hook = 0;
        former.clear();
        sessions.clear();
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

    /** The main process of this run, from now on; 0 when nobody knows. */
    void main(int pid) {
        main = pid;
        sessions.add(pid);
    }

    int main() {
        return main;
    }

    /** The command around the main process that is at work, from now on. */
    void hook(int pid) {
        hook = pid;
        sessions.add(pid);
    }

    int hook() {
        return hook;
    }

    /** A process was reaped: its number is free. */
    void ended(int pid) {
        if (main == pid) {
            main = 0;
        }
        if (hook == pid) {
            hook = 0;
        }
        former.remove(pid);
    }

    /**
     * Makes a process that the service has started itself its main one, if it is alive and one of this service's; false,
     * and nothing has changed, if it is not.
     */
    boolean adopt(int pid, ProcessListener listener) {
        if (pid == main) {
            return true;
        }
        if (pid == hook || machine.processes().contains(pid)) {
            return false;
        }
        // By descent a process in the table is somebody's main one: so it is looked for before it is put there.
        try (PidFd held = PidFd.open(pid)) {
            if (!others().contains(pid)) {
                return false;
            }
            machine.processes().adopt(pid, listener);
            if (!held.signal(0)) {
                machine.processes().abandon(pid); // Reaped meanwhile: the number may be another one's by now.
                return false;
            }
        } catch (PosixException e) {
            return false;
        }
        machine.processes().abandon(main);
        if (machine.processes().contains(main)) {
            former.add(main);
        }
        main(pid);
        return true;
    }

    /** Whether a process is one of this service's that could be its main one. */
    boolean belongs(int pid) {
        return pid == main || (pid != hook && others().contains(pid));
    }

    /** Likewise, for other threads and for as long as this run lasts. */
    IntPredicate membership() {
        Optional<Cgroup> group = cgroup;
        Descendants.Lineage lineage = lineage();
        int ofHook = hook;
        return pid -> pid != ofHook && others(group, lineage).contains(pid);
    }

    /** All processes but the hook's own: whoever could be the main one. */
    List<Integer> candidates() {
        return others().stream().filter(pid -> pid != hook).toList();
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
            return machine.descendants().isEmpty(lineage());
        } catch (IOException e) {
            LOG.warn("{}: looking for its processes: {}, looking again", name, e.getMessage());
            return false;
        }
    }

    /** Whether nothing is left beside the main process. */
    boolean isAlone() {
        return hook == 0 && others().stream().allMatch(pid -> pid == main);
    }

    private Descendants.Lineage lineage() {
        Set<Integer> roots = new HashSet<>(former);
        roots.addAll(List.of(main, hook));
        roots.remove(0);
        return new Descendants.Lineage(roots, sessions, mark);
    }

    /** SIGKILL for the command around the main process. */
    void killHook() {
        sendTo(hook, List.of(Signals.KILL));
    }

    /** Sends {@code signal} to the main process alone. */
    void signalMain(int signal) {
        sendTo(main, List.of(signal));
    }

    /** Sends {@code signal}, then SIGCONT so that a stopped process takes it. */
    void signal(int signal, boolean all) {
        send(all, List.of(signal, Signals.CONT));
    }

    /** SIGKILL; to be repeated until nothing is left, since processes may fork meanwhile. */
    void kill(boolean all) {
        boolean byGroup = all && cgroup.isPresent() && cgroup.get().kill();
        // An executor that has just been spawned is not in the group yet.
        send(all && !byGroup, List.of(Signals.KILL));
    }

    private void send(boolean all, List<Integer> signals) {
        sendTo(main, signals);
        sendTo(hook, signals);
        if (all) {
            List<Integer> others =
                    others().stream().filter(pid -> pid != main && pid != hook).toList();
            for (int from = 0; from < others.size(); from += HELD_AT_ONCE) {
                sendHeld(others.subList(from, Math.min(from + HELD_AT_ONCE, others.size())), signals);
            }
        }
    }

    private void sendTo(int pid, List<Integer> signals) {
        try {
            for (int signal : signals) {
                if (pid != 0) {
                    machine.processes().signal(pid, signal);
                }
            }
        } catch (PosixException e) {
            LOG.warn("{}: {}, ignoring", name, e.getMessage());
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
        return others(cgroup, lineage());
    }

    private Collection<Integer> others(Optional<Cgroup> group, Descendants.Lineage lineage) {
        if (group.isPresent()) {
            return group.get().processes();
        }
        try {
            return machine.descendants().find(lineage);
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
