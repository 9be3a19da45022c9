package org.sideros.start.manager;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.sideros.start.config.Dependency;
import org.sideros.start.graph.DependencyGraph;
import org.sideros.start.service.Event;
import org.sideros.start.service.Order;
import org.sideros.start.service.Requester;
import org.sideros.start.service.Result;

/** Makes the messages of one request from the graph: what each service waits for. Pure. */
record Posting(Definitions definitions, long request, Requester who) {
    /** A start, or why it cannot even be tried. */
    Event start(String name) {
        if (!definitions.loaded().services().containsKey(name)) {
            return new Event.Rejected(request, Result.BAD_CONFIG, definitions.whyBroken(name), who);
        }
        for (Dependency unmet : graph().unmet(name)) {
            return new Event.Rejected(
                    request,
                    Result.DEPENDENCY,
                    "requires " + unmet.name() + " (" + unmet.where() + "), which "
                            + (definitions.knows(unmet.name()) ? "has errors in its file" : "does not exist"),
                    who);
        }
        return new Event.Start(order(name), who);
    }

    /**
     * A stop and a start, after and before those of {@code closure}; {@code ifUp}: not asked for by name, and so only for
     * what is up.
     */
    Event restart(String name, Set<String> closure, boolean ifUp) {
        Event start = start(name);
        if (start instanceof Event.Start s) {
            return new Event.Restart(s.order(), waitingFor(name, closure), ifUp, who);
        }
        return ifUp ? new Event.Stop(request, waitingFor(name, closure), who) : start;
    }

    /** A stop, after those of {@code closure} that started later. */
    Event stop(String name, Set<String> closure) {
        return new Event.Stop(request, waitingFor(name, closure), who);
    }

    private Set<String> waitingFor(String name, Set<String> closure) {
        Set<String> later = new TreeSet<>();
        if (definitions.loaded().services().containsKey(name)) {
            later.addAll(graph().orderedBefore(name));
            later.retainAll(closure);
        }
        return later;
    }

    private Order order(String name) {
        Set<String> required = new TreeSet<>(graph().requires(name));
        Set<String> after = new TreeSet<>(graph().orderedAfter(name));
        // A cycle may have cost a requirement its order: it is pulled in, and not waited for.
        required.retainAll(after);
        after.removeAll(required);
        return new Order(request, required, after, graph().conflicts(name));
    }

    /** Those that are waited for without being asked to start: they have to say where they stand. */
    Set<String> bystanders(Set<String> closure) {
        Set<String> others = new LinkedHashSet<>();
        for (String name : closure) {
            if (definitions.loaded().services().containsKey(name)) {
                others.addAll(graph().orderedAfter(name));
                others.addAll(graph().conflicts(name));
            }
        }
        others.removeAll(closure);
        return others;
    }

    private DependencyGraph graph() {
        return definitions.graph();
    }
}
