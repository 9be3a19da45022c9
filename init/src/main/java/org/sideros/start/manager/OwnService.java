package org.sideros.start.manager;

import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.sideros.start.service.ServiceStatus;

/**
 * A service that a program defined, held by its loop: it can be looked at even when the manager has forgotten it.
 * Thread-safe.
 */
record OwnService(ServiceLoop loop, Changes changes, Future<?> closed, Supplier<Definitions> definitions) {
    ServiceStatus status() {
        return Statuses.of(loop, definitions.get());
    }

    /** Waits until nothing of it runs and nothing is planned, or the manager is closed, and says how it is then. */
    ServiceStatus awaitEnd() throws InterruptedException {
        changes.await(() -> loop.seen().life().isResting() || closed.isDone());
        return status();
    }

    /** It is forgotten once nothing of it runs. */
    void forgetInTheEnd() {
        loop.post(new Mail.Orphan());
    }
}
