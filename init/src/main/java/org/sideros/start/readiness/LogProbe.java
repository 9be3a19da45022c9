package org.sideros.start.readiness;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a line of output that a pattern is found in. Patterns are tried on a virtual thread of its own: they can take
 * long, and whoever passes lines must not wait.
 */
final class LogProbe implements Probe.Work {
    /** Lines waiting to be looked at. */
    private static final int QUEUE = 1024;

    /** What is looked at of one line. */
    static final int LONGEST_LINE = 4096;

    /** Characters looked at before a pattern is given up on one line: some milliseconds. */
    private static final int PATIENCE = 1_000_000;

    private final Pattern pattern;
    private final Announcement<Boolean> announcement;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
    private final @Nullable Tail tail;
    private final Thread thread;

    LogProbe(String pattern, Optional<Path> output, long from, Announcement<Boolean> announcement) {
        this.pattern = Pattern.compile(pattern);
        this.announcement = announcement;
        tail = output.map(file -> new Tail(file, from, lines::put, announcement::trouble))
                .orElse(null);
        thread = Thread.ofVirtual().name("probe log").start(this::run);
    }

    @Override
    public void line(String line) {
        if (!lines.offer(line) && !announcement.isOver()) {
            announcement.trouble("output comes faster than it can be searched for " + pattern);
        }
    }

    private void run() {
        try {
            announcement.trouble("no line of output matches " + pattern);
            while (!announcement.isOver()) {
                String line = lines.take();
                if (found(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)) {
                    announcement.found(true);
                }
            }
        } catch (InterruptedException e) {
            // close()
        } finally {
            if (tail != null) {
                tail.close();
            }
        }
    }

    private boolean found(String line) {
        try {
            return pattern.matcher(new Measured(line, new AtomicInteger(PATIENCE)))
                    .find();
        } catch (Exhausted | StackOverflowError e) {
            announcement.trouble("searching a line for " + pattern + " takes too long: use a simpler pattern");
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        if (tail != null) {
            tail.close();
        }
    }

    /** The pattern has used up what it has for one line. */
    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("too many steps", null, false, false);
        }
    }

    /** A line that counts how often it is looked at: there are patterns that never come to an end. */
    private record Measured(CharSequence text, AtomicInteger left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (left.getAndDecrement() <= 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Measured(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
