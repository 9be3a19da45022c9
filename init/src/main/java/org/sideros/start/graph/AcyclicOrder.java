package org.sideros.start.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph that takes edges one by one and refuses the one that would close a cycle. Keeps a topological order up to date
 * (Pearce and Kelly, "A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs", 2006), so that an edge costs no
 * more than the part of the order between its ends.
 */
final class AcyclicOrder {
    private static final int NONE = -1;

    private final Adjacency forward;
    private final Adjacency backward;
    private final int[] position;
    private final int[] cameFrom;
    private final boolean[] marked;

    AcyclicOrder(int nodes) {
        forward = new Adjacency(nodes);
        backward = new Adjacency(nodes);
        position = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            position[node] = node;
        }
        cameFrom = new int[nodes];
        marked = new boolean[nodes];
    }

    /**
     * Add an edge, or tell why not.
     *
     * @return null when added; else the nodes of the path that is there from {@code to} to {@code from} already
     */
    int @Nullable [] add(int from, int to) {
        if (from == to) {
            return new int[] {from};
        }
        if (position[to] < position[from]) {
            List<Integer> ahead = new ArrayList<>();
            boolean closes = reaches(to, from, ahead);
            ahead.forEach(node -> marked[node] = false);
            if (closes) {
                return path(to, from);
            }
            reorder(ahead, behind(from, position[to]));
        }
        forward.add(from, to);
        backward.add(to, from);
        return null;
    }

    /** Search from {@code start} no further than the position of {@code goal}, by breadth: the path found is short. */
    private boolean reaches(int start, int goal, List<Integer> visited) {
        Deque<Integer> queue = new ArrayDeque<>();
        mark(start, NONE, visited, queue);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int i = 0; i < forward.count(node); i++) {
                int target = forward.target(node, i);
                if (!marked[target] && position[target] <= position[goal]) {
                    mark(target, node, visited, queue);
                    if (target == goal) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private List<Integer> behind(int start, int lowest) {
        List<Integer> visited = new ArrayList<>();
        Deque<Integer> queue = new ArrayDeque<>();
        mark(start, NONE, visited, queue);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int i = 0; i < backward.count(node); i++) {
                int source = backward.target(node, i);
                if (!marked[source] && position[source] > lowest) {
                    mark(source, node, visited, queue);
                }
            }
        }
        visited.forEach(node -> marked[node] = false);
        return visited;
    }

    private void mark(int node, int origin, List<Integer> visited, Deque<Integer> queue) {
        marked[node] = true;
        cameFrom[node] = origin;
        visited.add(node);
        queue.add(node);
    }

    private int[] path(int start, int goal) {
        List<Integer> nodes = new ArrayList<>();
        for (int node = goal; node != NONE; node = cameFrom[node]) {
            nodes.add(node);
        }
        assert nodes.getLast() == start;
        return nodes.reversed().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Give the positions of all these nodes to those behind first, then to those ahead. */
    private void reorder(List<Integer> ahead, List<Integer> behind) {
        Comparator<Integer> byPosition = Comparator.comparingInt(node -> position[node]);
        ahead.sort(byPosition);
        behind.sort(byPosition);
        List<Integer> nodes = new ArrayList<>(behind);
        nodes.addAll(ahead);
        int[] places = nodes.stream().mapToInt(node -> position[node]).toArray();
        Arrays.sort(places);
        for (int i = 0; i < places.length; i++) {
            position[nodes.get(i)] = places[i];
        }
    }
}
