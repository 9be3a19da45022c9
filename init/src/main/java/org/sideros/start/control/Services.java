package org.sideros.start.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sideros.start.manager.JobReport;
import org.sideros.start.manager.ReloadReport;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.manager.ShutdownKind;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;

/** What the server asks of the {@link ServiceManager}, so that it can be tested without one. */
public interface Services {
    List<ServiceStatus> list();

    /** The status of a loaded service; throws {@code StartError.ServiceNotFound}. */
    ServiceStatus status(String name);

    CompletableFuture<JobReport> start(List<String> names, Requester who);

    CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who);

    CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who);

    CompletableFuture<JobReport> reload(List<String> names, Requester who);

    ReloadReport reload(Requester who);

    void shutdown(ShutdownKind kind, boolean force, Requester who);

    /** The services of {@code manager}. */
    static Services of(ServiceManager manager) {
        return new Services() {
            @Override
            public List<ServiceStatus> list() {
                return manager.list();
            }

            @Override
            public ServiceStatus status(String name) {
                return manager.status(name);
            }

            @Override
            public CompletableFuture<JobReport> start(List<String> names, Requester who) {
                return manager.start(names, who);
            }

            @Override
            public CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
                return manager.stop(names, cascade, who);
            }

            @Override
            public CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
                return manager.restart(names, cascade, who);
            }

            @Override
            public CompletableFuture<JobReport> reload(List<String> names, Requester who) {
                return manager.reload(names, who);
            }

            @Override
            public ReloadReport reload(Requester who) {
                return manager.reload(who);
            }

            @Override
            public void shutdown(ShutdownKind kind, boolean force, Requester who) {
                manager.shutdown(kind, force, who);
            }
        };
    }
}
