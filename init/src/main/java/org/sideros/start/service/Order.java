package org.sideros.start.service;

import java.util.Set;

/**
 * What a start waits for.
 *
 * @param request the number of the request, so that older news of neighbours are told apart
 * @param requires these must be up
 * @param after these must not be on the move any more, whatever became of them
 * @param gone these must not run any more
 */
public record Order(long request, Set<String> requires, Set<String> after, Set<String> gone) {
    /** Nothing to wait for. */
    public static Order free(long request) {
        return new Order(request, Set.of(), Set.of(), Set.of());
    }

    public Order {
        requires = Set.copyOf(requires);
        after = Set.copyOf(after);
        gone = Set.copyOf(gone);
    }
}
