package org.sideros.start.app;

import org.jspecify.annotations.Nullable;

/** How the log of this program is set up. */
final class Logging {
    private Logging() {}

    /** Whether stack traces may be shown to people. */
    static boolean isDebug() {
        @Nullable String levels = System.getenv("START_LOG");
        return levels != null && (levels.contains("debug") || levels.contains("trace"));
    }
}
