package org.sideros.start.tui.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/**
 * What the supervisor said last.
 *
 * @param taken when
 * @param uptime of the supervisor at that moment
 * @param mayChange whether it lets this user start and stop services
 * @param services failed ones first, then by name: the order in which they are shown
 */
public record Snapshot(Clock taken, Duration uptime, boolean mayChange, List<ServiceStatus> services) {
    private static final Comparator<ServiceStatus> ORDER = Comparator.comparing(
                    (ServiceStatus service) -> service.state() != ServiceState.FAILED)
            .thenComparing(ServiceStatus::name);

    public Snapshot {
        services = services.stream().sorted(ORDER).toList();
    }

    /** Where a service is in {@link #services}, -1 when it is not. */
    public int indexOf(String name) {
        for (int i = 0; i < services.size(); i++) {
            if (services.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public Optional<ServiceStatus> service(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(services.get(index));
    }

    /** The services that are up, or on the way, and cannot be without {@code name}. */
    public SortedSet<String> dependents(String name) {
        SortedSet<String> dependents = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String needed = open.remove();
            for (ServiceStatus service : services) {
                if (up(service)
                        && service.requires().contains(needed)
                        && !service.name().equals(name)
                        && dependents.add(service.name())) {
                    open.add(service.name());
                }
            }
        }
        return dependents;
    }

    private static boolean up(ServiceStatus service) {
        return service.state() != ServiceState.INACTIVE && service.state() != ServiceState.FAILED;
    }
}
