package org.sideros.start.graph;

/** Finds what a node reaches, for many nodes of one graph in turn without clearing anything between. */
final class Reach {
    private final Adjacency graph;
    private final int[] seenIn;
    private final int[] queue;
    private int search;

    Reach(Adjacency graph) {
        this.graph = graph;
        seenIn = new int[graph.nodes()];
        queue = new int[graph.nodes()];
    }

    /** Search from this node; it counts itself only where a cycle leads back to it. */
    void from(int start) {
        search++;
        int end = expand(start, 0);
        for (int next = 0; next < end; next++) {
            end = expand(queue[next], end);
        }
    }

    private int expand(int node, int queued) {
        int end = queued;
        for (int i = 0; i < graph.count(node); i++) {
            int target = graph.target(node, i);
            if (seenIn[target] != search) {
                seenIn[target] = search;
                queue[end++] = target;
            }
        }
        return end;
    }

    /** Whether the last search found this node. */
    boolean contains(int node) {
        return seenIn[node] == search;
    }
}
