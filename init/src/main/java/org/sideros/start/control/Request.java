package org.sideros.start.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.os.PeerCredentials;
import org.sideros.start.service.Requester;

/**
 * One call, as a method sees it.
 *
 * @param mayChange whether the caller may change things
 * @param oneway whether nobody waits for the reply
 * @param hungUp done when the caller is gone
 */
record Request(
        Fields parameters, PeerCredentials peer, boolean mayChange, boolean oneway, CompletableFuture<Void> hungUp) {
    /** The caller is gone; there is nobody to answer. */
    static final class CallerGone extends Exception {
        private static final long serialVersionUID = 1;

        CallerGone() {
            super("the caller hung up", null, false, false);
        }
    }

    /** Who asks, to be kept with the job. */
    Requester requester() {
        return new Requester(peer.uid(), peer.pid(), "control socket");
    }

    /**
     * Waits for {@code outcome}, which goes on whatever happens here.
     *
     * @throws TimeoutException when {@code limit} passed first
     */
    <T> T await(CompletableFuture<T> outcome, Optional<Duration> limit)
            throws CallerGone, TimeoutException, InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(outcome, hungUp);
        try {
            if (limit.isPresent()) {
                first.get(limit.get().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                first.get();
            }
        } catch (ExecutionException e) {
            // The outcome's own failure is thrown below.
        }
        if (!outcome.isDone()) {
            throw new CallerGone();
        }
        try {
            return outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
