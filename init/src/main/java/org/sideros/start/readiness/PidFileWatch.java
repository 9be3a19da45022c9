package org.sideros.start.readiness;

import java.nio.file.Path;
import org.sideros.start.os.EventLoop;

/** Waiting for a pid file, on a virtual thread of its own. Closing ends it; nothing is found after that. */
public final class PidFileWatch implements AutoCloseable {
    private final Path file;
    private final PidFile.Check check;
    private final Announcement<PidFile.Found> announcement;
    private final PathWatch path;
    private final Thread thread;

    PidFileWatch(EventLoop loop, Path file, PidFile.Check check, Announcement<PidFile.Found> announcement) {
        this.file = file;
        this.check = check;
        this.announcement = announcement;
        path = new PathWatch(loop, file);
        thread = Thread.ofVirtual().name("pid-file " + file).start(this::run);
    }

    private void run() {
        try (path) {
            while (!announcement.isOver()) {
                path.arm();
                look();
                if (!announcement.isOver()) {
                    path.await();
                }
            }
        } catch (InterruptedException e) {
            // close(): the descriptors go with the block.
        }
    }

    private void look() {
        switch (PidFile.read(file)) {
            case PidFile.Content.Unusable(String why) -> announcement.trouble(why);
            case PidFile.Content.Pid(int pid) -> {
                if (check.belongs(pid)) {
                    announcement.found(new PidFile.Found(pid));
                } else {
                    announcement.trouble(file + " holds " + pid + ", which is no living process of this service");
                }
            }
        }
    }

    @Override
    public void close() {
        announcement.close();
        path.close();
        thread.interrupt();
    }
}
