package org.sideros.start.manager;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sideros.start.service.Standing;
import org.sideros.start.service.Standing.Phase;

/**
 * Lets services of type idle go when nothing else is being started or stopped. Those that wait for an idle one, directly
 * or through others, do not count: they would wait for each other. Thread-safe.
 */
final class QuietGate {
    private final Function<String, Collection<String>> waitingFor;
    private final Consumer<String> go;
    private final Map<String, Phase> phases = new HashMap<>();
    /** Services with a request on its way to them, by its number: until they say that they know of it, they may yet move. */
    private final Map<String, Long> asked = new HashMap<>();

    private final Set<String> idle = new TreeSet<>();

    /**
     * A gate with nobody in front of it.
     *
     * @param waitingFor who is ordered after a service
     * @param go is told each service that may go
     */
    QuietGate(Function<String, Collection<String>> waitingFor, Consumer<String> go) {
        this.waitingFor = waitingFor;
        this.go = go;
    }

    /** A request is about to reach these services; to be called before any of them can know of it. */
    synchronized void asked(Collection<String> names, long request) {
        names.forEach(name -> asked.put(name, request));
    }

    /** The service waits for quiet. */
    void await(String name) {
        synchronized (this) {
            idle.add(name);
        }
        open();
    }

    /** Where a service stands now. */
    void announce(String name, Standing standing) {
        boolean awaited;
        synchronized (this) {
            phases.put(name, standing.phase());
            Long request = asked.get(name);
            if (request != null && standing.seen() >= request) {
                asked.remove(name);
            }
            if (standing.phase() != Phase.QUEUED) {
                idle.remove(name);
            }
            awaited = !idle.isEmpty();
        }
        if (awaited) {
            open();
        }
    }

    /** The service is no more. */
    synchronized void forget(String name) {
        phases.remove(name);
        asked.remove(name);
        idle.remove(name);
    }

    private void open() {
        Set<String> free;
        synchronized (this) {
            free = isQuiet() ? new TreeSet<>(idle) : Set.of();
        }
        free.forEach(go);
    }

    private boolean isQuiet() {
        Set<String> behind = new HashSet<>(idle);
        Deque<String> queue = new ArrayDeque<>(idle);
        while (!queue.isEmpty()) {
            for (String name : waitingFor.apply(queue.remove())) {
                if ((phases.get(name) == Phase.QUEUED || asked.containsKey(name)) && behind.add(name)) {
                    queue.add(name);
                }
            }
        }
        return behind.containsAll(asked.keySet())
                && phases.entrySet().stream().noneMatch(e -> switch (e.getValue()) {
                    case STARTING, STOPPING -> true;
                    case QUEUED -> !behind.contains(e.getKey());
                    case DOWN, DONE, UP, BACKOFF, FAILED -> false;
                });
    }
}
