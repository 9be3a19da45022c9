package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sideros.start.config.Durations;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.process.PassedDescriptor;
import org.sideros.start.readiness.FdStore;

/**
 * The descriptors one main process is started with, and the variables that tell it of them (sd_listen_fds(3)). Holds
 * copies, to be closed when the process has its own.
 */
record StoredDescriptors(List<FdStore.Stored> copies, List<PassedDescriptor> passed) implements AutoCloseable {
    /** SD_LISTEN_FDS_START of sd_listen_fds(3). */
    private static final int FIRST = 3;

    /** What was stored, from 3 on, and {@code more}. Takes over {@code copies}. */
    static StoredDescriptors of(List<FdStore.Stored> copies, Optional<PassedDescriptor> more) throws LaunchException {
        List<PassedDescriptor> passed = new ArrayList<>();
        for (FdStore.Stored stored : copies) {
            passed.add(new PassedDescriptor(stored.fd().number(), FIRST + passed.size()));
        }
        if (more.isPresent()) {
            int number = more.get().number();
            if (number < FIRST + passed.size()) {
                copies.forEach(stored -> stored.fd().close());
                throw new LaunchException(
                        "ready",
                        0,
                        "fd:" + number + ": the service has stored " + passed.size() + " descriptors there");
            }
            passed.add(more.get());
        }
        return new StoredDescriptors(copies, passed);
    }

    Map<String, String> variables() {
        return copies.isEmpty()
                ? Map.of()
                : Map.of(
                        "LISTEN_FDS",
                        Integer.toString(copies.size()),
                        "LISTEN_FDNAMES",
                        copies.stream().map(FdStore.Stored::name).collect(Collectors.joining(":")));
    }

    /** The variables that hold the pid of the one they are meant for. */
    Set<String> pidVariables(ServiceConfig config) {
        Set<String> names = new TreeSet<>();
        if (!copies.isEmpty()) {
            names.add("LISTEN_PID");
        }
        if (!Durations.isInfinite(config.timeouts().watchdog())) {
            names.add("WATCHDOG_PID");
        }
        return names;
    }

    @Override
    public void close() {
        copies.forEach(stored -> stored.fd().close());
    }
}
