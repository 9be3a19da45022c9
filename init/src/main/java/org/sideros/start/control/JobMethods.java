package org.sideros.start.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.Problem;
import org.sideros.start.config.Words;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.JobOutcome;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.control.protocol.StatusCodec;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.JobReport;
import org.sideros.start.manager.JobResult;
import org.sideros.start.manager.ReloadReport;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;

/** The methods that queue a job and, unless told otherwise, wait for it. */
final class JobMethods {
    static final Set<String> PARAMETERS = Set.of("name", "names", "wait", "timeout_ms");
    static final Set<String> CASCADING = Set.of("name", "names", "wait", "timeout_ms", "no_cascade");

    private final Services services;

    JobMethods(Services services) {
        this.services = services;
    }

    /** Queues one job for all names. */
    @FunctionalInterface
    private interface Job {
        CompletableFuture<JobReport> queue(List<String> names, Requester who);
    }

    JsonObject start(Request request)
            throws ProtocolException, Request.CallerGone, TimeoutException, InterruptedException {
        return run(request, named(request), services::start);
    }

    JsonObject stop(Request request)
            throws ProtocolException, Request.CallerGone, TimeoutException, InterruptedException {
        boolean cascade = cascade(request);
        return run(request, named(request), (names, who) -> services.stop(names, cascade, who));
    }

    JsonObject restart(Request request)
            throws ProtocolException, Request.CallerGone, TimeoutException, InterruptedException {
        boolean cascade = cascade(request);
        return run(request, named(request), (names, who) -> services.restart(names, cascade, who));
    }

    /** Of the services named, or of the configuration when none is. */
    JsonObject reload(Request request)
            throws ProtocolException, Request.CallerGone, TimeoutException, InterruptedException {
        Selection selection = Selection.of(request.parameters(), services);
        JsonObject reply = new JsonObject();
        if (selection.isEmpty()) {
            Waiting.of(request);
            encode(services.reload(request.requester()), reply);
            reply.add("results", JsonNull.INSTANCE);
            reply.add("also", JsonNull.INSTANCE);
            return reply;
        }
        reply = run(request, selection, services::reload);
        for (String absent : List.of("added", "changed", "removed", "problems")) {
            reply.add(absent, JsonNull.INSTANCE);
        }
        return reply;
    }

    /** How long the caller waits: not at all, for a time, or until the outcome is there. */
    private record Waiting(boolean wanted, Optional<Duration> limit) {
        static Waiting of(Request request) throws ProtocolException {
            Fields parameters = request.parameters();
            boolean wanted = parameters.optionalFlag("wait").orElse(true) && !request.oneway();
            OptionalLong millis = parameters.optionalInteger("timeout_ms");
            if (millis.isEmpty()) {
                return new Waiting(wanted, Optional.empty());
            }
            if (millis.getAsLong() < 1
                    || millis.getAsLong() > Duration.ofDays(36_500).toMillis()) {
                throw new ProtocolException("timeout_ms", "is out of range");
            }
            return new Waiting(wanted, Optional.of(Duration.ofMillis(millis.getAsLong())));
        }
    }

    private Selection named(Request request) throws ProtocolException {
        Selection selection = Selection.of(request.parameters(), services);
        if (selection.isEmpty()) {
            throw new ProtocolException("names", "is empty");
        }
        return selection;
    }

    private static boolean cascade(Request request) throws ProtocolException {
        return !request.parameters().optionalFlag("no_cascade").orElse(false);
    }

    private JsonObject run(Request request, Selection selection, Job job)
            throws ProtocolException, Request.CallerGone, InterruptedException, TimeoutException {
        Waiting waiting = Waiting.of(request);
        Map<String, ServiceStatus> before = statuses(selection.names());
        CompletableFuture<JobReport> outcome = job.queue(selection.names(), request.requester());
        if (!waiting.wanted() && !outcome.isDone()) {
            return queued(selection.names());
        }
        try {
            return encode(request.await(outcome, waiting.limit()), selection.single(), before);
        } catch (TimeoutException e) {
            throw new StartError.Timeout(selection.shown(), waiting.limit().orElse(Duration.ZERO));
        }
    }

    /** Of those that are loaded; a job may be what loads one. */
    private Map<String, ServiceStatus> statuses(List<String> names) {
        Map<String, ServiceStatus> statuses = new HashMap<>();
        for (String name : names) {
            try {
                statuses.put(name, services.status(name));
            } catch (StartError.ServiceNotFound e) {
                // The job says so, for this one or for all.
            }
        }
        return statuses;
    }

    private JsonObject queued(List<String> names) {
        JsonArray results = new JsonArray();
        for (String name : names) {
            results.add(outcome(services.status(name), Optional.empty(), Optional.empty())
                    .encode());
        }
        return reply(results, List.of());
    }

    private static JsonObject encode(JobReport report, boolean single, Map<String, ServiceStatus> before) {
        JsonArray results = new JsonArray();
        for (JobResult result : report.results()) {
            if (single && result.error().isPresent()) {
                throw result.error().get();
            }
            boolean changed = !sameRun(before.get(result.name()), result.status());
            results.add(outcome(result.status(), Optional.of(changed), result.error())
                    .encode());
        }
        return reply(results, report.also());
    }

    private static boolean sameRun(@Nullable ServiceStatus before, ServiceStatus after) {
        return before != null
                && before.state() == after.state()
                && before.since().equals(after.since())
                && before.invocation().equals(after.invocation());
    }

    private static JobOutcome outcome(ServiceStatus status, Optional<Boolean> changed, Optional<StartError> error) {
        return new JobOutcome(
                status.name(),
                status.state().word(),
                status.substate(),
                status.result().word(),
                changed,
                error);
    }

    private static JsonObject reply(JsonArray results, List<String> also) {
        JsonObject reply = new JsonObject();
        reply.add("results", results);
        reply.add("also", StatusCodec.strings(also));
        return reply;
    }

    private static void encode(ReloadReport report, JsonObject reply) {
        reply.add("added", StatusCodec.strings(report.added()));
        reply.add("changed", StatusCodec.strings(report.changed()));
        reply.add("removed", StatusCodec.strings(report.removed()));
        JsonArray problems = new JsonArray();
        for (Problem problem : report.problems()) {
            JsonObject json = new JsonObject();
            json.addProperty("file", problem.where().file().toString());
            json.addProperty("line", problem.where().line());
            json.addProperty("column", problem.where().column());
            json.addProperty("severity", Words.of(problem.severity()));
            json.addProperty("message", problem.message());
            problems.add(json);
        }
        reply.add("problems", problems);
    }
}
