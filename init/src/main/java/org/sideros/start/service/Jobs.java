package org.sideros.start.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one job slot of a service, with all who wait on it.
 *
 * @param seen the newest request heard of
 * @param starting requests that wait for it to be up
 * @param stopping requests that wait for it to be down
 * @param ahead who has to be gone before this service, of the newest stop or restart, and is not yet
 * @param aheadOf the number of that request
 * @param again what to start with once it is down: a start or restart asked for meanwhile
 */
record Jobs(
        long seen, List<Long> starting, List<Long> stopping, Optional<Order> again, long aheadOf, Set<String> ahead) {
    static final Jobs NONE = new Jobs(0, List.of(), List.of(), Optional.empty(), 0, Set.of());

    Jobs {
        starting = List.copyOf(starting);
        stopping = List.copyOf(stopping);
        ahead = Set.copyOf(ahead);
    }

    Jobs seeing(long request) {
        return request <= seen ? this : new Jobs(request, starting, stopping, again, aheadOf, ahead);
    }

    Jobs startWaiter(long request) {
        return new Jobs(seen, plus(starting, request), stopping, again, aheadOf, ahead);
    }

    Jobs stopWaiter(long request) {
        return new Jobs(seen, starting, plus(stopping, request), again, aheadOf, ahead);
    }

    Jobs startAgain(Order order) {
        return new Jobs(seen, starting, stopping, Optional.of(order), aheadOf, ahead);
    }

    Jobs withoutStarts() {
        return new Jobs(seen, List.of(), stopping, Optional.empty(), aheadOf, ahead);
    }

    Jobs withoutStops() {
        return new Jobs(seen, starting, List.of(), again, aheadOf, ahead);
    }

    Jobs withoutAgain() {
        return new Jobs(seen, starting, stopping, Optional.empty(), aheadOf, ahead);
    }

    /** A stop or restart comes after these. */
    Jobs after(long request, Set<String> names) {
        return new Jobs(seen, starting, stopping, again, request, names);
    }

    /** The neighbour {@code name} said where it stands; once gone, it no longer counts, whatever it does next. */
    Jobs hearing(String name, Standing standing) {
        if (!ahead.contains(name) || standing.seen() < aheadOf || !standing.isGone()) {
            return this;
        }
        Set<String> others = new TreeSet<>(ahead);
        others.remove(name);
        return new Jobs(seen, starting, stopping, again, aheadOf, others);
    }

    private static List<Long> plus(List<Long> list, long request) {
        List<Long> more = new ArrayList<>(list);
        more.add(request);
        return more;
    }
}
