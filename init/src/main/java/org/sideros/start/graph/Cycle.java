package org.sideros.start.graph;

import java.util.List;
import java.util.stream.Collectors;
import org.sideros.start.config.Problem;

/**
 * Services that wait for each other in a ring.
 *
 * @param edges the ring, beginning with {@code dropped}; each edge begins where the one before ends
 * @param dropped the edge that is left out, so that the others can hold
 */
public record Cycle(List<Edge> edges, Edge dropped) {
    public Cycle {
        edges = List.copyOf(edges);
    }

    /** The report, at the dropped edge. An error, since no order can satisfy the files; boot goes on without the edge. */
    public Problem problem() {
        String ring = edges.stream().map(Edge::toString).collect(Collectors.joining(", "));
        String message = edges.size() == 1
                ? dropped.from() + " depends on itself; this is left out"
                : "cycle: " + ring + "; to break it, " + dropped.from() + " does not wait for " + dropped.to();
        return Problem.error(dropped.where(), message);
    }
}
