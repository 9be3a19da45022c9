package org.sideros.start.readiness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Inotify;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes one waiting thread when something may have happened to a path, by inotify(7) on its directory, or on the nearest
 * one above it that exists. To be used as {@code arm}, look, {@code await}, again: what happens between the look and the
 * wait is not missed. Where inotify cannot help (links, network file systems, too many watches) waiting is short.
 */
final class PathWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PathWatch.class);

    /** In case the change is one that inotify does not see. */
    private static final Duration WATCHED = Duration.ofMillis(500);

    private static final Duration UNWATCHED = Duration.ofMillis(50);

    /** At most this many directories are made while we look for the nearest one. */
    private static final int TRIES = 20;

    private final EventLoop loop;
    private final Path path;
    private final Duration limit;
    private final @Nullable Inotify inotify;
    private final Semaphore changed = new Semaphore(0);
    private volatile Watched watched = new Watched(-1, "");
    private boolean closed;

    /** A directory's watch, and the name in it that leads towards the path. */
    private record Watched(int watch, String name) {}

    PathWatch(EventLoop loop, Path path) {
        this(loop, path, WATCHED);
    }

    /** {@code limit}: longest wait while inotify watches. */
    PathWatch(EventLoop loop, Path path, Duration limit) {
        this.loop = loop;
        this.path = path;
        this.limit = limit;
        this.inotify = open();
    }

    private @Nullable Inotify open() {
        Inotify opened = null;
        try {
            opened = Inotify.open();
            Inotify source = opened;
            loop.add(opened.fd().number(), EventLoop.READABLE, _ -> changed(source));
            return opened;
        } catch (PosixException e) {
            LOG.debug("watching {}: {}, looking at it every {} instead", path, e.getMessage(), UNWATCHED);
            if (opened != null) {
                opened.close();
            }
            return null;
        }
    }

    private void changed(Inotify source) {
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                Watched now = watched;
                List<Inotify.Event> events = source.read();
                if (events.stream().anyMatch(e -> e.watch() != now.watch() || isOurs(e.name(), now.name()))) {
                    changed.release();
                }
            } catch (PosixException e) {
                LOG.debug("watching {}: {}, ignoring", path, e.getMessage());
            }
        }
    }

    private static boolean isOurs(String name, String awaited) {
        return name.isEmpty() || name.equals(awaited);
    }

    /** Makes sure that the next change is noticed. */
    void arm() {
        changed.drainPermits();
        if (inotify == null) {
            return;
        }
        synchronized (this) {
            for (int i = 0; i < TRIES && !closed; i++) {
                Path directory = nearest();
                if (!watch(inotify, directory) || directory.equals(nearest())) {
                    return;
                }
            }
        }
    }

    private boolean watch(Inotify source, Path directory) {
        String name = path.getName(directory.getNameCount()).toString();
        try {
            int watch = source.add(directory);
            int before = watched.watch();
            watched = new Watched(watch, name);
            if (before >= 0 && before != watch) {
                source.remove(before);
            }
            return true;
        } catch (PosixException e) {
            watched = new Watched(-1, "");
            LOG.debug("watching {}: {}, looking at it every {} instead", path, e.getMessage(), UNWATCHED);
            return false;
        }
    }

    /** The directory that is, or will be, on the way to the path. */
    private Path nearest() {
        Path directory = path.getParent();
        while (directory != null && directory.getParent() != null && !Files.isDirectory(directory)) {
            directory = directory.getParent();
        }
        return directory == null ? path : directory;
    }

    /** Waits for a change since {@link #arm}, or long enough to look again anyway. */
    void await() throws InterruptedException {
        Duration most = watched.watch() >= 0 ? limit : UNWATCHED;
        if (changed.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            changed.drainPermits();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed && inotify != null) {
                loop.remove(inotify.fd().number());
                inotify.close();
            }
            closed = true;
        }
    }
}
