package org.sideros.start.manager;

import java.util.Optional;
import org.sideros.start.error.StartError;
import org.sideros.start.graph.DependencyGraph;
import org.sideros.start.service.Outcome;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Outcomes as callers get them: nothing, or an error that says what to do. */
final class Outcomes {
    private Outcomes() {}

    static Optional<StartError> error(Outcome outcome, ServiceStatus status, DependencyGraph graph) {
        String name = status.name();
        return switch (outcome) {
            case Outcome.Done _ -> Optional.empty();
            case Outcome.Already _ -> Optional.of(new StartError.AlreadyRunning(name));
            case Outcome.Failed f ->
                Optional.of(new StartError.StartFailed(name, f.step(), f.errno(), f.message() + next(status)));
            case Outcome.DependencyFailed f -> {
                String where = graph.edge(name, f.dependency())
                        .map(edge -> " (" + edge.where() + ")")
                        .orElse("");
                yield Optional.of(new StartError.DependencyFailed(
                        name,
                        f.dependency(),
                        "not started: it requires " + f.dependency() + where
                                + ", which is not active; see: start status " + f.dependency()));
            }
            case Outcome.Cancelled c ->
                Optional.of(new StartError.StartFailed(name, "cancelled", 0, "cancelled by " + who(c.by())));
        };
    }

    private static String next(ServiceStatus status) {
        return status.state() == ServiceState.RESTARTING ? "; it will be tried again" : "";
    }

    /** Who asked, in words: {@code uid 0, pid 812 (control socket)}. */
    static String who(Requester by) {
        return by.uid() < 0 ? by.reason() : "uid " + by.uid() + ", pid " + by.pid() + " (" + by.reason() + ")";
    }
}
