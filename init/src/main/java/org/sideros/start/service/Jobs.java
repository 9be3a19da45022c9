package org.sideros.start.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one job slot of a service, with all who wait on it.
 *
 * @param seen the newest request heard of
 * @param starting requests that wait for it to be up
 * @param stopping requests that wait for it to be down
 * @param again what to start with once it is down: a start or restart asked for meanwhile
 */
record Jobs(long seen, List<Long> starting, List<Long> stopping, Optional<Order> again) {
    static final Jobs NONE = new Jobs(0, List.of(), List.of(), Optional.empty());

    Jobs {
        starting = List.copyOf(starting);
        stopping = List.copyOf(stopping);
    }

    Jobs seeing(long request) {
        return request <= seen ? this : new Jobs(request, starting, stopping, again);
    }

    Jobs startWaiter(long request) {
        return new Jobs(seen, plus(starting, request), stopping, again);
    }

    Jobs stopWaiter(long request) {
        return new Jobs(seen, starting, plus(stopping, request), again);
    }

    Jobs startAgain(Order order) {
        return new Jobs(seen, starting, stopping, Optional.of(order));
    }

    Jobs withoutStarts() {
        return new Jobs(seen, List.of(), stopping, Optional.empty());
    }

    Jobs withoutStops() {
        return new Jobs(seen, starting, List.of(), again);
    }

    Jobs withoutAgain() {
        return new Jobs(seen, starting, stopping, Optional.empty());
    }

    private static List<Long> plus(List<Long> list, long request) {
        List<Long> more = new ArrayList<>(list);
        more.add(request);
        return more;
    }
}
