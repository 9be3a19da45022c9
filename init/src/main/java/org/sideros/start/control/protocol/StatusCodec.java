package org.sideros.start.control.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** A service's status as the {@code Service} of the interface: every member always there, absent values null. */
public final class StatusCodec {
    private StatusCodec() {}

    /** The JSON of a status. */
    public static JsonObject encode(ServiceStatus status) {
        JsonObject json = new JsonObject();
        json.addProperty("name", status.name());
        json.addProperty("description", status.description());
        json.addProperty("type", status.type().word());
        json.addProperty("state", status.state().word());
        json.addProperty("substate", status.substate());
        json.addProperty("result", status.result().word());
        json.addProperty("enabled", status.enabled());
        json.addProperty("pid", boxed(status.pid()));
        json.addProperty("since", status.since().toString());
        json.addProperty("exit_code", boxed(status.exitCode()));
        json.addProperty("exit_signal", status.exitSignal().orElse(null));
        json.addProperty("restarts", status.restarts());
        json.addProperty("restarts_total", status.restartsTotal());
        json.addProperty("invocation", status.invocation().orElse(null));
        json.addProperty("status_text", status.statusText().orElse(null));
        json.addProperty("file", status.file().orElse(null));
        json.addProperty("stale", status.stale());
        json.addProperty("orphaned", status.orphaned());
        json.addProperty("memory_bytes", boxed(status.memoryBytes()));
        json.addProperty("memory_peak_bytes", boxed(status.memoryPeakBytes()));
        json.addProperty("memory_max_bytes", boxed(status.memoryMaxBytes()));
        json.addProperty("cpu_usec", boxed(status.cpuUsec()));
        json.addProperty("tasks", boxed(status.tasks()));
        json.addProperty("tasks_max", boxed(status.tasksMax()));
        json.add("requires", strings(status.requires()));
        json.add("wants", strings(status.wants()));
        json.add("after", strings(status.after()));
        json.add("not_enforced", strings(status.notEnforced()));
        json.addProperty("level", status.level());
        return json;
    }

    /**
     * The status in {@code json}.
     *
     * @throws ProtocolException when a member is missing or means nothing here
     */
    public static ServiceStatus decode(JsonObject json) throws ProtocolException {
        Fields fields = new Fields(json);
        return new ServiceStatus(
                fields.string("name"),
                fields.string("description"),
                constant(ServiceType.class, "type", fields),
                constant(ServiceState.class, "state", fields),
                fields.string("substate"),
                constant(Result.class, "result", fields),
                fields.flag("enabled"),
                optionalInt("pid", fields),
                instant("since", fields),
                optionalInt("exit_code", fields),
                fields.optionalString("exit_signal"),
                integer("restarts", fields),
                integer("restarts_total", fields),
                fields.optionalString("invocation"),
                fields.optionalString("status_text"),
                fields.optionalString("file"),
                fields.flag("stale"),
                fields.flag("orphaned"),
                fields.optionalInteger("memory_bytes"),
                fields.optionalInteger("memory_peak_bytes"),
                fields.optionalInteger("memory_max_bytes"),
                fields.optionalInteger("cpu_usec"),
                fields.optionalInteger("tasks"),
                fields.optionalInteger("tasks_max"),
                fields.strings("requires"),
                fields.strings("wants"),
                fields.strings("after"),
                fields.strings("not_enforced"),
                integer("level", fields));
    }

    /** A JSON list of strings. */
    public static JsonArray strings(List<String> strings) {
        JsonArray array = new JsonArray(strings.size());
        strings.forEach(array::add);
        return array;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String key, Fields fields) throws ProtocolException {
        String word = fields.string(key);
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(key, "has an unknown value: " + word);
        }
    }

    private static Instant instant(String key, Fields fields) throws ProtocolException {
        try {
            return Instant.parse(fields.string(key));
        } catch (DateTimeException e) {
            throw new ProtocolException(key, "is not a time of RFC 3339");
        }
    }

    private static int integer(String key, Fields fields) throws ProtocolException {
        return narrow(key, fields.integer(key));
    }

    private static OptionalInt optionalInt(String key, Fields fields) throws ProtocolException {
        OptionalLong value = fields.optionalInteger(key);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(narrow(key, value.getAsLong()));
    }

    private static int narrow(String key, long value) throws ProtocolException {
        if (value != (int) value) {
            throw new ProtocolException(key, "is out of range");
        }
        return (int) value;
    }

    private static @Nullable Number boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Number boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
