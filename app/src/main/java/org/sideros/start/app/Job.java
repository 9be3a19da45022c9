package org.sideros.start.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sideros.start.config.ServiceName;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.JobOutcome;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.control.protocol.StatusCodec;
import org.sideros.start.error.StartError;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A job for some services, asked of the supervisor: what {@code start}, {@code stop}, {@code restart} and {@code reload}
 * have in common. Waits for the outcome; when this process is killed meanwhile, the job goes on.
 */
final class Job {
    private Job() {}

    /** Declares the names and options; {@code cascading} jobs may stop services that were not named. */
    static void declare(CommandSpec spec, String arity, boolean cascading) {
        Options.words(spec, "NAME", arity, "Services; patterns such as 'web*' match those that are loaded.");
        Options.flag(spec, "--no-wait", "Return as soon as the job is queued.");
        Options.value(spec, "D", "Wait no longer than this (as 10s); the job goes on.", "--timeout");
        if (cascading) {
            Options.flag(spec, "--no-cascade", "Refuse, rather than stop services that were not named.");
        }
    }

    /**
     * Has it done, and prints a line for each service. The exit status is that of the first service, in the order named,
     * for which it failed.
     */
    static int run(Invocation invocation, String method, List<String> names) {
        names.forEach(Job::check);
        JsonObject parameters = new JsonObject();
        parameters.add("names", StatusCodec.strings(names));
        parameters.addProperty("wait", !invocation.flag("--no-wait"));
        invocation.duration("--timeout").ifPresent(d -> parameters.addProperty("timeout_ms", d.toMillis()));
        if (invocation.flag("--no-cascade")) {
            parameters.addProperty("no_cascade", true);
        }
        try (ControlClient client = invocation.connect()) {
            return print(invocation, method, client.call(method, parameters));
        } catch (StartError.AlreadyRunning e) {
            return printAlreadyRunning(invocation, names.getFirst(), e);
        } catch (ProtocolException e) {
            throw new StartError.Refused("the supervisor's answer makes no sense here: " + e.getMessage());
        }
    }

    /** Refuses what can be no name before anybody is asked; a pattern is not known to be one until it is matched. */
    static void check(String name) {
        if (!isPattern(name)) {
            ServiceName.check(name);
        }
    }

    /** Whether the name may stand for several. */
    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
    }

    private static int print(Invocation invocation, String method, JsonObject reply) throws ProtocolException {
        Fields fields = new Fields(reply);
        List<JobOutcome> outcomes = new ArrayList<>();
        for (JsonObject result : fields.objects("results")) {
            outcomes.add(JobOutcome.decode(result));
        }
        Console console = invocation.console();
        if (invocation.json()) {
            invocation.print(reply);
        } else {
            outcomes.forEach(outcome -> line(outcome).ifPresent(console.out()::println));
        }
        List<String> also = fields.strings("also");
        if (!also.isEmpty() && !invocation.json()) {
            String done = switch (method) {
                case "Stop" -> "stopped";
                case "Restart" -> "restarted";
                default -> "started";
            };
            console.out().println("also " + done + ": " + String.join(", ", also));
        }
        int status = 0;
        for (JobOutcome outcome : outcomes) {
            Optional<StartError> failure = outcome.error().filter(e -> e.exitCode() != 0);
            if (failure.isPresent()) {
                console.error(failure.get().getMessage());
                status = status == 0 ? failure.get().exitCode() : status;
            }
        }
        return status;
    }

    private static Optional<String> line(JobOutcome outcome) {
        if (outcome.error().isPresent()) {
            StartError error = outcome.error().get();
            return error.exitCode() == 0 ? Optional.of(error.getMessage()) : Optional.empty();
        }
        return Optional.of(outcome.name() + ": " + outcome.state()
                + (outcome.substate().isEmpty() || outcome.substate().equals(outcome.state())
                        ? ""
                        : " (" + outcome.substate() + ")"));
    }

    private static int printAlreadyRunning(Invocation invocation, String name, StartError.AlreadyRunning error) {
        if (invocation.json()) {
            JsonObject result = new JsonObject();
            result.addProperty("name", name);
            result.add("error", Errors.encode(error));
            JsonArray results = new JsonArray();
            results.add(result);
            JsonObject document = new JsonObject();
            document.add("results", results);
            document.add("also", new JsonArray());
            invocation.print(document);
        } else {
            invocation.console().out().println(error.getMessage());
        }
        return error.exitCode();
    }
}
