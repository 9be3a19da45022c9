package org.sideros.start.config;

import java.util.List;

/** The edges a service declares, as written; meaning in {@code [service.dependencies]} of the service file format. */
public record Dependencies(
        List<Dependency> after,
        List<Dependency> before,
        List<Dependency> requires,
        List<Dependency> wants,
        List<Dependency> bindsTo,
        List<Dependency> partOf,
        List<Dependency> conflicts,
        List<Dependency> wantedBy,
        List<Dependency> requiredBy) {
    /** No edges at all. */
    public static final Dependencies NONE = new Dependencies(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Dependencies {
        after = List.copyOf(after);
        before = List.copyOf(before);
        requires = List.copyOf(requires);
        wants = List.copyOf(wants);
        bindsTo = List.copyOf(bindsTo);
        partOf = List.copyOf(partOf);
        conflicts = List.copyOf(conflicts);
        wantedBy = List.copyOf(wantedBy);
        requiredBy = List.copyOf(requiredBy);
    }
}
