package org.sideros.start.manager;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Looks all the time, from outside, whether what must never be is. A thread of its own runs it. */
final class RaceWatch implements Runnable {
    /** So that the others get to do something as well. */
    private static final long PAUSE_NANOS = 5_000_000L;

    private final ServiceManager manager;
    private final RaceProcesses processes;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile List<RaceProcesses.Seen> last = List.of();
    private volatile boolean done;
    private long looks;

    RaceWatch(ServiceManager manager, RaceProcesses processes) {
        this.manager = manager;
        this.processes = processes;
    }

    /** What was seen that must not be; from any thread. */
    List<String> wrong() {
        return wrong;
    }

    /** The processes of the last look; from any thread. */
    List<RaceProcesses.Seen> last() {
        return last;
    }

    void end() {
        done = true;
    }

    long looks() {
        return looks;
    }

    @Override
    public void run() {
        try {
            while (!done && wrong.size() < 20) {
                Map<String, ServiceStatus> before = statuses();
                List<RaceProcesses.Seen> all = processes.look();
                last = all;
                mainsAreSingle(all);
                whatRestsHasNoProcess(before, all);
                looks++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException | RuntimeException e) {
            wrong.add("the watch ended: " + e);
        }
    }

    private Map<String, ServiceStatus> statuses() {
        Map<String, ServiceStatus> all = new HashMap<>();
        manager.list().forEach(s -> all.put(s.name(), s));
        return all;
    }

    /** Two were seen one after the other; both lived at once if the first still does after the second was seen. */
    private void mainsAreSingle(List<RaceProcesses.Seen> all) {
        Map<String, List<RaceProcesses.Seen>> mains = new HashMap<>();
        for (RaceProcesses.Seen seen : all) {
            seen.service()
                    .ifPresent(name ->
                            mains.computeIfAbsent(name, _ -> new ArrayList<>()).add(seen));
        }
        mains.forEach((name, list) -> {
            for (RaceProcesses.Seen one : list.subList(0, list.size() - 1)) {
                if (processes.isStill(one)) {
                    wrong.add(name + " has two main processes: " + list);
                }
            }
        });
    }

    /** A service that was at rest before and after, and never in between, has no process in between. */
    private void whatRestsHasNoProcess(Map<String, ServiceStatus> before, List<RaceProcesses.Seen> all) {
        Map<String, ServiceStatus> byInvocation = new HashMap<>();
        before.values().stream()
                .filter(RaceWatch::rests)
                .forEach(s -> s.invocation().ifPresent(i -> byInvocation.put(i, s)));
        for (RaceProcesses.Seen seen : all) {
            ServiceStatus then = byInvocation.get(seen.invocation());
            if (then != null) {
                Optional<ServiceStatus> now = Optional.ofNullable(statuses().get(then.name()));
                if (now.filter(s -> s.since().equals(then.since()) && rests(s)).isPresent()) {
                    wrong.add(then.name() + " is " + then.state().word() + " (" + then.substate() + ", "
                            + then.result().word() + ") since " + then.since() + " and has " + seen);
                }
            }
        }
    }

    private static boolean rests(ServiceStatus status) {
        return (status.state() == ServiceState.INACTIVE || status.state() == ServiceState.FAILED)
                && status.result() != Result.UNKILLABLE;
    }
}
