package org.sideros.start.manager;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sideros.start.error.StartError;

/** Jobs as calls that return when they are done, and throw what went wrong. */
final class Awaited {
    private Awaited() {}

    /**
     * Waits for a report.
     *
     * @param closed done when the manager is closed: nobody answers any more then
     */
    static JobReport report(CompletableFuture<JobReport> report, CompletableFuture<?> closed)
            throws InterruptedException {
        try {
            CompletableFuture.anyOf(report, closed).get();
            if (!report.isDone()) {
                throw new StartError.ShuttingDown();
            }
            return report.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartError error ? error : new IllegalStateException(e.getCause());
        }
    }

    /** Waits for the report on one service, and throws its error if there is one. */
    static void done(CompletableFuture<JobReport> report, CompletableFuture<?> closed) throws InterruptedException {
        for (JobResult result : report(report, closed).results()) {
            if (result.error().isPresent()) {
                throw result.error().get();
            }
        }
    }
}
