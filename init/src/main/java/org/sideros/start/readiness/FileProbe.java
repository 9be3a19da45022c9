package org.sideros.start.readiness;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sideros.start.os.EventLoop;

/** Waits until a path exists, on a virtual thread of its own. */
final class FileProbe implements Probe.Work {
    private final Path path;
    private final Announcement<Boolean> announcement;
    private final PathWatch watch;
    private final Thread thread;

    FileProbe(EventLoop loop, Path path, Announcement<Boolean> announcement) {
        this.path = path;
        this.announcement = announcement;
        watch = new PathWatch(loop, path);
        thread = Thread.ofVirtual().name("probe " + path).start(this::run);
    }

    private void run() {
        try (watch) {
            watch.arm();
            while (!Files.exists(path) && !announcement.isOver()) {
                announcement.trouble(path + " does not exist");
                watch.await();
                watch.arm();
            }
            announcement.found(true);
        } catch (InterruptedException e) {
            // close(): the descriptors go with the block.
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}
