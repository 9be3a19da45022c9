package org.sideros.start.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sideros.start.config.ServiceType;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.JobReport;
import org.sideros.start.manager.JobResult;
import org.sideros.start.manager.ReloadReport;
import org.sideros.start.manager.ShutdownKind;
import org.sideros.start.service.Requester;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Services whose jobs end at once, or when the test says so; keeps what was asked. */
class FakeServices implements Services {
    /** Starting this one ends when the test completes {@link #slow}. */
    static final String SLOW = "slow";

    /** Looking at this one throws what no handler expects. */
    static final String BROKEN = "broken";

    /** Starting this one fails. */
    static final String FAILING = "failing";

    final CompletableFuture<JobReport> slow = new CompletableFuture<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    ReloadReport reloaded = new ReloadReport(List.of(), List.of(), List.of(), List.of());
    private final Map<String, ServiceStatus> services = new LinkedHashMap<>();

    FakeServices(String... names) {
        for (String name : names) {
            services.put(name, status(name, ServiceState.INACTIVE));
        }
    }

    static ServiceStatus status(String name, ServiceState state) {
        boolean active = state == ServiceState.ACTIVE;
        return new ServiceStatus(
                name,
                name + " in a test",
                ServiceType.SIMPLE,
                state,
                active ? "running" : "dead",
                Result.SUCCESS,
                true,
                active ? OptionalInt.of(812) : OptionalInt.empty(),
                Instant.parse("2026-01-02T03:04:05Z").plusSeconds(active ? 1 : 0),
                OptionalInt.empty(),
                Optional.empty(),
                0,
                0,
                active ? Optional.of("0123456789abcdef0123456789abcdef") : Optional.empty(),
                Optional.empty(),
                Optional.of("/etc/sideros/services/" + name + ".toml"),
                false,
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    @Override
    public List<ServiceStatus> list() {
        synchronized (services) {
            return new ArrayList<>(services.values());
        }
    }

    @Override
    public ServiceStatus status(String name) {
        if (name.equals(BROKEN)) {
            throw new IllegalStateException("broken on purpose");
        }
        synchronized (services) {
            return Optional.ofNullable(services.get(name)).orElseThrow(() -> new StartError.ServiceNotFound(name));
        }
    }

    @Override
    public CompletableFuture<JobReport> start(List<String> names, Requester who) {
        return job("start", names, who, ServiceState.ACTIVE);
    }

    @Override
    public CompletableFuture<JobReport> stop(List<String> names, boolean cascade, Requester who) {
        return job(cascade ? "stop" : "stop-no-cascade", names, who, ServiceState.INACTIVE);
    }

    @Override
    public CompletableFuture<JobReport> restart(List<String> names, boolean cascade, Requester who) {
        return job(cascade ? "restart" : "restart-no-cascade", names, who, ServiceState.ACTIVE);
    }

    @Override
    public CompletableFuture<JobReport> reload(List<String> names, Requester who) {
        return job("reload", names, who, ServiceState.ACTIVE);
    }

    @Override
    public ReloadReport reload(Requester who) {
        asked.add("reload configuration");
        return reloaded;
    }

    @Override
    public void shutdown(ShutdownKind kind, boolean force, Requester who) {
        asked.add("shutdown " + kind.word() + (force ? " by force" : ""));
    }

    private CompletableFuture<JobReport> job(String verb, List<String> names, Requester who, ServiceState target) {
        asked.add(verb + " " + String.join(" ", names) + " by " + who.reason());
        if (names.contains(SLOW)) {
            return slow;
        }
        List<JobResult> results = new ArrayList<>();
        for (String name : names) {
            ServiceStatus now = status(name);
            Optional<StartError> error = Optional.empty();
            if (name.equals(FAILING)) {
                error = Optional.of(new StartError.StartFailed(name, "exec", 2, "exec /nowhere: No such file"));
            } else if (verb.equals("start") && now.state() == ServiceState.ACTIVE) {
                error = Optional.of(new StartError.AlreadyRunning(name));
            } else {
                now = status(name, target);
                synchronized (services) {
                    services.put(name, now);
                }
            }
            results.add(new JobResult(name, error, now));
        }
        return CompletableFuture.completedFuture(new JobReport(results, List.of()));
    }
}
