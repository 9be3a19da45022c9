package org.sideros.start.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many messages of one socket are delivered in a second. Keep-alives and status texts are counted apart from what
 * changes a state, and each sender apart from others: a flood of the one never takes the room of the other.
 */
final class MessageBudget {
    /** Of each sort. Far above what a service says of itself, far below what keeps the supervisor busy. */
    static final int PER_SENDER = 1000;

    /** Of each sort, all senders together: memory is bounded however many processes send. */
    static final int TOTAL = 4000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Map<Integer, Integer> chatter = new HashMap<>();
    private final Map<Integer, Integer> changes = new HashMap<>();
    private int chatterTotal;
    private int changesTotal;
    private long end;
    private boolean begun;

    /** Counts one message of {@code pid}; false when it is too many. {@code now} is of {@link System#nanoTime}. */
    boolean allows(int pid, boolean change, long now) {
        if (!begun || now - end >= 0) {
            begun = true;
            end = now + SECOND;
            chatter.clear();
            changes.clear();
            chatterTotal = 0;
            changesTotal = 0;
        }
        Map<Integer, Integer> sort = change ? changes : chatter;
        int sent = sort.getOrDefault(pid, 0);
        if (sent >= PER_SENDER || (change ? changesTotal : chatterTotal) >= TOTAL) {
            return false;
        }
        sort.put(pid, sent + 1);
        if (change) {
            changesTotal++;
        } else {
            chatterTotal++;
        }
        return true;
    }
}
