package org.sideros.start.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The large messages that clients make the server hold: calls half sent and replies half read. When they are too many
 * together, those that began first are ended, so that no number of stalled clients takes the supervisor's heap from the
 * others. Thread-safe.
 */
final class HeldMemory {
    /** What a connection may hold without being counted: more than any usual call or reply. */
    static final int FREE = 64 * 1024;

    private final long limit;
    private final Map<Runnable, Integer> held = new LinkedHashMap<>();
    private long total;

    /** A limit in bytes for all connections together. */
    HeldMemory(long limit) {
        this.limit = limit;
    }

    /** Notes that the connection which {@code end} would end, and which it stands for, now holds {@code bytes}. */
    void hold(Runnable end, int bytes) {
        note(end, bytes).forEach(Runnable::run);
    }

    private List<Runnable> note(Runnable end, int bytes) {
        synchronized (this) {
            forget(end);
            if (bytes > FREE) {
                held.put(end, bytes);
                total += bytes;
            }
            List<Runnable> ended = new ArrayList<>();
            while (total > limit && held.size() > 1) {
                Runnable eldest = held.keySet().iterator().next();
                forget(eldest);
                ended.add(eldest);
            }
            return ended;
        }
    }

    private void forget(Runnable end) {
        Integer bytes = held.remove(end);
        total -= bytes == null ? 0 : bytes;
    }
}
