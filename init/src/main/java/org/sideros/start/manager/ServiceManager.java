package org.sideros.start.manager;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;

/** All services: the one door through which anything asks for a change or looks at the state. */
@SuppressWarnings("DoNotCallSuggester")
public final class ServiceManager {
    public List<ServiceStatus> list() {
        return List.of();
    }

    public ServiceStatus status(String name) {
        throw new IllegalStateException(name);
    }

    public CompletableFuture<JobReport> start(List<String> names, Requester who) {
        throw new IllegalStateException(names + "" + who);
    }

    public CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
        throw new IllegalStateException(names + "" + who + cascade);
    }

    public CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
        throw new IllegalStateException(names + "" + who + cascade);
    }

    public CompletableFuture<JobReport> reload(List<String> names, Requester who) {
        throw new IllegalStateException(names + "" + who);
    }

    public ReloadReport reload(Requester who) {
        throw new IllegalStateException("" + who);
    }

    public void shutdown(ShutdownKind kind, boolean force, Requester who) {
        throw new IllegalStateException(kind + "" + who + force);
    }
}
