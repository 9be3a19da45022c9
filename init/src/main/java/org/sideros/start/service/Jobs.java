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
 * @param reloading requests that wait for it to have read its configuration again
 * @param ahead who has to be gone before this service, of the newest stop or restart, and is not yet
 * @param aheadOf the number of that request
 * @param belowOf the number of the newest restart that left this service at rest
 * @param below who has to be back first, of that restart, and is not yet
 * @param again what to start with once it is down: a start or restart asked for meanwhile
 */
record Jobs(
        long seen,
        List<Long> starting,
        List<Long> stopping,
        List<Long> reloading,
        Optional<Order> again,
        long aheadOf,
        Set<String> ahead,
        long belowOf,
        Set<String> below) {
    static final Jobs NONE = new Jobs(0, List.of(), List.of(), List.of(), Optional.empty(), 0, Set.of(), 0, Set.of());

    Jobs {
        starting = List.copyOf(starting);
        stopping = List.copyOf(stopping);
        reloading = List.copyOf(reloading);
        ahead = Set.copyOf(ahead);
        below = Set.copyOf(below);
    }

    Jobs seeing(long request) {
        return request <= seen
                ? this
                : new Jobs(request, starting, stopping, reloading, again, aheadOf, ahead, belowOf, below);
    }

    Jobs startWaiter(long request) {
        return new Jobs(seen, plus(starting, request), stopping, reloading, again, aheadOf, ahead, belowOf, below);
    }

    Jobs stopWaiter(long request) {
        return new Jobs(seen, starting, plus(stopping, request), reloading, again, aheadOf, ahead, belowOf, below);
    }

    Jobs startAgain(Order order) {
        return new Jobs(seen, starting, stopping, reloading, Optional.of(order), aheadOf, ahead, belowOf, below);
    }

    Jobs withoutStarts() {
        return new Jobs(seen, List.of(), stopping, reloading, Optional.empty(), aheadOf, ahead, belowOf, below);
    }

    Jobs withoutStops() {
        return new Jobs(seen, starting, List.of(), reloading, again, aheadOf, ahead, belowOf, below);
    }

    Jobs withoutAgain() {
        return new Jobs(seen, starting, stopping, reloading, Optional.empty(), aheadOf, ahead, belowOf, below);
    }

    Jobs reloadWaiter(long request) {
        return new Jobs(seen, starting, stopping, plus(reloading, request), again, aheadOf, ahead, belowOf, below);
    }

    Jobs withoutReloads() {
        return new Jobs(seen, starting, stopping, List.of(), again, aheadOf, ahead, belowOf, below);
    }

    /** A stop or restart comes after these. */
    Jobs after(long request, Set<String> names) {
        return new Jobs(seen, starting, stopping, reloading, again, request, names, belowOf, below);
    }

    /** A restart comes by, after these. */
    Jobs above(long request, Set<String> names) {
        return new Jobs(seen, starting, stopping, reloading, again, aheadOf, ahead, request, names);
    }

    /** The neighbour {@code name} said where it stands; once gone, or back, it no longer counts, whatever it does next. */
    Jobs hearing(String name, Standing standing) {
        boolean isGone = standing.seen() >= aheadOf && standing.isGone();
        boolean isBack = standing.seen() >= belowOf && !standing.isMoving();
        return new Jobs(
                seen,
                starting,
                stopping,
                reloading,
                again,
                aheadOf,
                isGone ? without(ahead, name) : ahead,
                belowOf,
                isBack ? without(below, name) : below);
    }

    private static Set<String> without(Set<String> names, String name) {
        Set<String> others = new TreeSet<>(names);
        others.remove(name);
        return others;
    }

    private static List<Long> plus(List<Long> list, long request) {
        List<Long> more = new ArrayList<>(list);
        more.add(request);
        return more;
    }
}
