package org.sideros.start.readiness;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What a probe has to say: its one finding, and before that each trouble once. Nothing is said after {@link #close} has
 * returned, which waits for what is being said. Any thread may use it.
 */
final class Announcement<T> implements AutoCloseable {
    /** Different troubles told; a probe that makes up new ones all the time is not worth more. */
    private static final int MOST_TROUBLES = 32;

    private final Consumer<T> found;
    private final Consumer<String> trouble;
    private final Set<String> told = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    Announcement(Consumer<T> found, Consumer<String> trouble) {
        this.found = found;
        this.trouble = trouble;
    }

    /** Tells the finding; the end of it. */
    void found(T what) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                found.accept(what);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells why there is no finding yet, if that is news. */
    void trouble(String why) {
        lock.lock();
        try {
            if (!over && told.size() < MOST_TROUBLES && told.add(why)) {
                trouble.accept(why);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }
}
