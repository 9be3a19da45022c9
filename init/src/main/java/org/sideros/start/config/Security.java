package org.sideros.start.config;

import java.nio.file.Path;
import java.util.List;

/** {@code [service.security]}. Empty lists and false where the file says nothing. */
public record Security(
        boolean noNewPrivileges,
        boolean limitCapabilities,
        List<String> capabilities,
        boolean privateTmp,
        boolean privateNetwork,
        boolean privateDevices,
        boolean privatePids,
        boolean protectSystem,
        boolean protectHome,
        List<Place> readOnlyPaths,
        List<Place> inaccessiblePaths) {
    /** Nothing restricted. */
    public static final Security NONE =
            new Security(false, false, List.of(), false, false, false, false, false, false, List.of(), List.of());

    public Security {
        capabilities = List.copyOf(capabilities);
        readOnlyPaths = List.copyOf(readOnlyPaths);
        inaccessiblePaths = List.copyOf(inaccessiblePaths);
    }

    /** A path with all that is below it. If it is {@code optional} it may be missing; else the start fails then. */
    public record Place(Path path, boolean optional) {}
}
