package org.sideros.start.graph;

import java.util.Arrays;

/** Numbered nodes and the nodes each points to; grows by edges. */
final class Adjacency {
    private static final int[] NONE = {};

    private final int[][] targets;
    private final int[] counts;

    Adjacency(int nodes) {
        targets = new int[nodes][];
        Arrays.fill(targets, NONE);
        counts = new int[nodes];
    }

    int nodes() {
        return targets.length;
    }

    void add(int from, int to) {
        if (counts[from] == targets[from].length) {
            targets[from] = Arrays.copyOf(targets[from], Math.max(4, 2 * counts[from]));
        }
        targets[from][counts[from]++] = to;
    }

    int count(int from) {
        return counts[from];
    }

    int target(int from, int index) {
        return targets[from][index];
    }
}
