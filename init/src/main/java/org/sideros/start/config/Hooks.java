package org.sideros.start.config;

import java.util.List;

/** Commands around the main one. */
public record Hooks(
        List<Command> startPre,
        List<Command> startPost,
        List<Command> reload,
        List<Command> stop,
        List<Command> stopPost) {
    public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of(), List.of(), List.of());

    public Hooks {
        startPre = List.copyOf(startPre);
        startPost = List.copyOf(startPost);
        reload = List.copyOf(reload);
        stop = List.copyOf(stop);
        stopPost = List.copyOf(stopPost);
    }
}
