package org.sideros.start.graph;

import java.util.Arrays;

/**
 * Finds the strongly connected components: nodes that reach each other. Tarjan's algorithm, with a stack of its own,
 * since a chain of 10 000 services would exhaust a thread's.
 */
final class StrongComponents {
    private static final int UNSEEN = -1;

    private final Adjacency graph;
    private final int[] index;
    private final int[] low;
    private final int[] next;
    private final int[] component;
    private final int[] open;
    private final int[] path;
    private int openCount;
    private int seen;
    private int components;

    private StrongComponents(Adjacency graph) {
        this.graph = graph;
        int nodes = graph.nodes();
        index = new int[nodes];
        Arrays.fill(index, UNSEEN);
        component = new int[nodes];
        Arrays.fill(component, UNSEEN);
        low = new int[nodes];
        next = new int[nodes];
        open = new int[nodes];
        path = new int[nodes];
    }

    /** The number of its component for each node. */
    static int[] of(Adjacency graph) {
        StrongComponents search = new StrongComponents(graph);
        for (int node = 0; node < graph.nodes(); node++) {
            if (search.index[node] == UNSEEN) {
                search.visit(node);
            }
        }
        return search.component;
    }

    private void visit(int root) {
        int depth = 0;
        path[0] = enter(root);
        while (depth >= 0) {
            int node = path[depth];
            if (next[node] < graph.count(node)) {
                int target = graph.target(node, next[node]++);
                if (index[target] == UNSEEN) {
                    path[++depth] = enter(target);
                } else if (component[target] == UNSEEN) {
                    low[node] = Math.min(low[node], index[target]);
                }
            } else {
                leave(node);
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
    }

    private int enter(int node) {
        index[node] = seen;
        low[node] = seen++;
        open[openCount++] = node;
        return node;
    }

    private void leave(int node) {
        if (low[node] != index[node]) {
            return;
        }
        int member;
        do {
            member = open[--openCount];
            component[member] = components;
        } while (member != node);
        components++;
    }
}
