package org.sideros.start.tui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Services as the supervisor would tell them, at a fixed time. */
public final class TestServices {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestServices() {}

    public static ServiceStatus service(String name, ServiceState state, String substate, String... requires) {
        return service(name, ServiceType.SIMPLE, state, substate, 0, 0, "", requires);
    }

    public static ServiceStatus service(
            String name,
            ServiceType type,
            ServiceState state,
            String substate,
            int pid,
            int restarts,
            String text,
            String... requires) {
        return new ServiceStatus(
                name,
                "",
                type,
                state,
                substate,
                Result.SUCCESS,
                true,
                pid == 0 ? OptionalInt.empty() : OptionalInt.of(pid),
                NOW.minus(Duration.ofMinutes(name.length())),
                OptionalInt.empty(),
                Optional.empty(),
                restarts,
                restarts,
                Optional.empty(),
                text.isEmpty() ? Optional.empty() : Optional.of(text),
                Optional.empty(),
                false,
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(requires),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    public static Clock after(Duration passed) {
        return new Clock(NOW.plus(passed), passed.toNanos());
    }

    public static Snapshot snapshot(ServiceStatus... services) {
        return new Snapshot(after(Duration.ZERO), Duration.ofHours(76), true, List.of(services));
    }

    /** A model that has just heard of these services, on a terminal of this size. */
    public static Model model(int columns, int rows, ServiceStatus... services) {
        Snapshot snapshot = snapshot(services);
        Model empty = new Model("web01", snapshot.taken(), snapshot, new Connection.Live(), Ui.of(0, 0));
        return Update.next(empty, new Msg.Resized(columns, rows)).model();
    }
}
