package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Event;
import org.sideros.start.service.Outcome;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;
import org.sideros.start.service.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes requests of the services, and carries what they say to each other. Thread-safe.
 *
 * <p>A request gets a number and is posted to all services it concerns in one step under the lock, so that all mailboxes
 * hold all requests in the same order. What follows happens between the services; the caller's future completes when the
 * services it named have told how it ended.
 */
final class Supervision implements Neighbourhood {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private final Roster roster;
    private final Requests requests = new Requests();
    private final Changes changes;
    private final QuietGate gate;
    private final ReentrantLock lock = new ReentrantLock();
    private long lastRequest;
    private boolean shuttingDown;

    /** {@code changes} is told whenever a service is somewhere else. */
    Supervision(Machine machine, LoadResult loaded, Changes changes) {
        this.changes = changes;
        this.roster = new Roster(machine, this, loaded);
        this.gate = new QuietGate(
                name -> roster.definitions().orderedBefore(name), name -> roster.post(name, new Event.Quiet()));
        roster.fill();
    }

    Roster roster() {
        return roster;
    }

    /** Adds a service that is in no file. */
    ServiceLoop define(ServiceConfig config) {
        return locked(() -> {
            refuseWhenShuttingDown();
            return roster.define(config);
        });
    }

    CompletableFuture<JobReport> start(List<String> names, Requester who) {
        return locked(() -> {
            refuseWhenShuttingDown();
            Set<String> wanted = roster.known(names);
            Set<String> closure = roster.definitions().startClosure(wanted);
            refuseContradictions(closure);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, List.of());
            postStarts(request, closure, Set.of(), Set.of(), who);
            return report;
        });
    }

    /** Starts a target and every enabled file; of two that are in conflict the one that is named first. */
    CompletableFuture<JobReport> startAll(String target, Requester who) {
        Definitions now = roster.definitions();
        List<String> names = new ArrayList<>(List.of(target));
        Set<String> closure = now.knows(target) ? now.startClosure(Set.of(target)) : new LinkedHashSet<>();
        for (String name : now.enabled()) {
            Set<String> more = now.startClosure(Set.of(name));
            Optional<String> other = now.contradiction(more, closure);
            if (other.isPresent()) {
                LOG.warn("{} is not started: {}", name, other.get());
            } else {
                names.add(name);
                closure.addAll(more);
            }
        }
        return start(names, who);
    }

    CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
        return locked(() -> {
            Set<String> wanted = roster.known(names);
            Set<String> closure = roster.definitions().stopClosure(wanted);
            List<String> also = roster.busyBeside(closure, wanted);
            refuseCascade(cascade, also, wanted);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, also);
            postStops(request, closure, who);
            return report;
        });
    }

    CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
        return locked(() -> {
            refuseWhenShuttingDown();
            Set<String> wanted = roster.known(names);
            Set<String> down = roster.definitions().stopClosure(wanted);
            List<String> also = roster.busyBeside(down, wanted);
            refuseCascade(cascade, also, wanted);
            Set<String> closure = roster.definitions().startClosure(wanted);
            refuseContradictions(closure);
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, wanted, also);
            postStarts(request, closure, down, wanted, who);
            return report;
        });
    }

    CompletableFuture<JobReport> reload(List<String> names, Requester who) {
        return locked(() -> {
            names.forEach(roster::loop); // One name that is unknown, and none is told.
            LOG.info("reload of {} asked for by {}", names, Outcomes.who(who));
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, new LinkedHashSet<>(names), List.of());
            names.stream().distinct().forEach(name -> roster.post(name, new Event.Reload(request, who)));
            return report;
        });
    }

    ReloadReport reload(Requester who) {
        return locked(() -> {
            LOG.info("reload of the configuration asked for by {}", Outcomes.who(who));
            return roster.reload();
        });
    }

    /** Stops everything in reverse order; from now on starts are refused. */
    CompletableFuture<JobReport> stopAll(Requester who) {
        return locked(() -> {
            shuttingDown = true;
            Set<String> all = roster.names();
            long request = ++lastRequest;
            CompletableFuture<JobReport> report = report(request, all, List.of());
            postStops(request, all, who);
            return report;
        });
    }

    /** Starts {@code closure}; {@code down} is restarted: what is {@code named} in any case, the rest if it is up. */
    private void postStarts(long request, Set<String> closure, Set<String> down, Set<String> named, Requester who) {
        Definitions now = roster.definitions();
        Posting posting = new Posting(now, request, who);
        Set<String> all = new LinkedHashSet<>(closure);
        all.addAll(down);
        Set<String> against = now.stopClosure(now.conflicts(closure));
        Set<String> bystanders = posting.bystanders(all);
        bystanders.removeAll(against);
        expect(request, all);
        expect(request, against);
        bystanders.forEach(name -> roster.post(name, new Event.Sync(request)));
        against.forEach(name -> roster.post(name, posting.stop(name, against)));
        for (String name : all) {
            Event event =
                    down.contains(name) ? posting.restart(name, down, !named.contains(name)) : posting.start(name);
            roster.post(name, event);
        }
    }

    private void postStops(long request, Set<String> closure, Requester who) {
        Posting posting = new Posting(roster.definitions(), request, who);
        expect(request, closure);
        closure.forEach(name -> roster.post(name, posting.stop(name, closure)));
    }

    /** Whoever waits for quiet must not take services for quiet that have not read their mail yet. */
    private void expect(long request, Set<String> names) {
        Set<String> there = roster.names();
        gate.asked(names.stream().filter(there::contains).toList(), request);
    }

    /** Each result is made when its outcome is told, by the service's own thread: it shows the service as it was then. */
    private CompletableFuture<JobReport> report(long request, Set<String> names, List<String> also) {
        Map<ServiceLoop, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        // The loops are held: a service may be forgotten when its outcome is told.
        names.forEach(name -> outcomes.put(roster.loop(name), requests.expect(request, name)));
        List<CompletableFuture<JobResult>> results = new ArrayList<>();
        outcomes.forEach((loop, future) -> results.add(future.thenApply(outcome -> result(loop, outcome))));
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> new JobReport(
                        results.stream().map(CompletableFuture::join).toList(), also));
    }

    private JobResult result(ServiceLoop loop, Outcome outcome) {
        ServiceStatus status = roster.status(loop);
        return new JobResult(
                status.name(),
                Outcomes.error(outcome, status, roster.definitions().graph()),
                status);
    }

    private static void refuseCascade(boolean cascade, List<String> also, Set<String> named) {
        if (!cascade && !also.isEmpty()) {
            throw new StartError.Refused(String.join(", ", also) + " would stop along with " + String.join(", ", named)
                    + ": stop them first, or leave out --no-cascade");
        }
    }

    private void refuseContradictions(Set<String> closure) {
        roster.definitions().contradiction(closure, closure).ifPresent(why -> {
            throw new StartError.Refused(why);
        });
    }

    private void refuseWhenShuttingDown() {
        if (shuttingDown) {
            throw new StartError.ShuttingDown();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void announce(String name, Standing standing) {
        gate.announce(name, standing);
        roster.listeners(name).forEach(other -> roster.post(other, new Event.Neighbour(name, standing)));
        changes.happened();
    }

    @Override
    public void finish(long request, String name, Outcome outcome) {
        requests.finish(request, name, outcome);
    }

    @Override
    public void awaitQuiet(String name) {
        gate.await(name);
    }

    @Override
    public void stop(String name, String why) {
        LOG.warn("{}: is stopped, {}", name, why);
        locked(() -> {
            postStops(++lastRequest, roster.definitions().stopClosure(Set.of(name)), Requester.self(why));
            return name;
        });
    }

    @Override
    public void forget(String name) {
        locked(() -> {
            if (roster.forget(name)) {
                gate.forget(name);
            }
            return name;
        });
    }
}
