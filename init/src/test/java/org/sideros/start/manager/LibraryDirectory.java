package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The runtime directory that a manager takes by itself, for tests to look at and clean up. */
public final class LibraryDirectory {
    private LibraryDirectory() {}

    /** That of the manager of these services. */
    public static Path of(Path services) throws IOException {
        return LibraryPaths.runtimeOf(services);
    }

    /** Removes it. */
    public static void delete(Path services) throws IOException {
        Path runtime = of(services);
        if (Files.exists(runtime)) {
            LibraryPaths.delete(runtime);
        }
    }
}
