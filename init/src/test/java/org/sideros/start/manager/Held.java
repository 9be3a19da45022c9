package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process holds of what a supervisor could leak: descriptors, platform threads, children. */
record Held(long descriptors, long threads, long children) {
    static Held now() throws IOException {
        return new Held(
                count("/proc/self/fd"),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().matches("levels|event-loop|service.*"))
                        .count(),
                ProcessHandle.current().children().count());
    }

    /** Not more than there was; what was still being closed then may be gone. */
    boolean isWithin(Held before) {
        return descriptors <= before.descriptors && threads <= before.threads && children <= before.children;
    }

    private static long count(String path) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(path))) {
            return entries.count();
        }
    }
}
