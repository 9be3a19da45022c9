package org.sideros.start.manager;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.sideros.start.service.Outcome;

/** Who waits for which request on which service. Thread-safe. */
final class Requests {
    private final Map<Key, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();

    private record Key(long request, String service) {}

    /** The outcome of a request on a service; to be called before the request is posted. */
    CompletableFuture<Outcome> expect(long request, String service) {
        return waiting.computeIfAbsent(new Key(request, service), _ -> new CompletableFuture<>());
    }

    /** Tells whoever waits, if anybody does. */
    void finish(long request, String service, Outcome outcome) {
        CompletableFuture<Outcome> future = waiting.remove(new Key(request, service));
        if (future != null) {
            future.complete(outcome);
        }
    }
}
