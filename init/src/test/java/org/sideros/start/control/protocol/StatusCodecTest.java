package org.sideros.start.control.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

class StatusCodecTest {
    /** Every member of the JSON that users were promised, in its order, and those of our own. */
    private static final List<String> MEMBERS = List.of(
            "name",
            "description",
            "type",
            "state",
            "substate",
            "result",
            "enabled",
            "pid",
            "since",
            "exit_code",
            "exit_signal",
            "restarts",
            "restarts_total",
            "invocation",
            "status_text",
            "file",
            "stale",
            "orphaned",
            "memory_bytes",
            "memory_peak_bytes",
            "memory_max_bytes",
            "cpu_usec",
            "tasks",
            "tasks_max",
            "requires",
            "wants",
            "after",
            "not_enforced",
            "level");

    private static ServiceStatus status(ServiceType type, ServiceState state, Result result) {
        return new ServiceStatus(
                "web@1",
                "a \"web\" server",
                type,
                state,
                "backoff",
                result,
                true,
                OptionalInt.of(812),
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                OptionalInt.of(3),
                Optional.of("SIGKILL"),
                2,
                7,
                Optional.of("0123456789abcdef0123456789abcdef"),
                Optional.of("waits"),
                Optional.of("/etc/x.toml"),
                true,
                true,
                OptionalLong.of(1L << 40),
                OptionalLong.of(1L << 41),
                OptionalLong.of(1L << 42),
                OptionalLong.of(5),
                OptionalLong.of(6),
                OptionalLong.of(7),
                List.of("a"),
                List.of("b"),
                List.of("c", "d"),
                List.of("memory_max: no cgroups"),
                4);
    }

    private static ServiceStatus empty() {
        return new ServiceStatus(
                "x",
                "",
                ServiceType.SIMPLE,
                ServiceState.INACTIVE,
                "",
                Result.SUCCESS,
                false,
                OptionalInt.empty(),
                Instant.EPOCH,
                OptionalInt.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
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

    @Test
    void everyMemberIsThereAndAbsentValuesAreNull() {
        JsonObject json = StatusCodec.encode(empty());
        assertEquals(MEMBERS, new ArrayList<>(json.keySet()));
        for (String absent : List.of(
                "pid",
                "exit_code",
                "exit_signal",
                "invocation",
                "status_text",
                "file",
                "memory_bytes",
                "memory_peak_bytes",
                "memory_max_bytes",
                "cpu_usec",
                "tasks",
                "tasks_max")) {
            assertEquals(JsonNull.INSTANCE, json.get(absent), absent);
        }
        assertEquals("1970-01-01T00:00:00Z", json.get("since").getAsString());
    }

    @Test
    void everyStateTypeAndResultIsTheSameOnTheOtherSide() throws Exception {
        assertEquals(empty(), StatusCodec.decode(StatusCodec.encode(empty())));
        for (ServiceType type : ServiceType.values()) {
            for (ServiceState state : ServiceState.values()) {
                for (Result result : Result.values()) {
                    ServiceStatus status = status(type, state, result);
                    assertEquals(status, StatusCodec.decode(StatusCodec.encode(status)));
                }
            }
        }
    }

    @Test
    void aMemberThatIsMissingOrMeaninglessIsNamed() {
        for (String key : List.of("name", "state", "since", "level", "stale")) {
            JsonObject json = StatusCodec.encode(empty());
            json.remove(key);
            ProtocolException error = assertThrows(ProtocolException.class, () -> StatusCodec.decode(json));
            assertEquals(Optional.of(key), error.field());
        }
        JsonObject json = StatusCodec.encode(empty());
        json.addProperty("state", "asleep");
        assertEquals(
                "state has an unknown value: asleep",
                assertThrows(ProtocolException.class, () -> StatusCodec.decode(json))
                        .getMessage());
    }
}
