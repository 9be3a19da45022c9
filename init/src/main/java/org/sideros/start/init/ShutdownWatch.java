package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the services to stop, says what it waits for, and gives up in time. */
final class ShutdownWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownWatch.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private ShutdownWatch() {}

    /** Whether everything was stopped within {@code bound}. */
    static boolean await(CompletableFuture<?> stopped, ServiceManager manager, Duration bound)
            throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            try {
                stopped.get(Math.min(Math.max(left, 0), QUIET.toNanos()), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                manager.list().stream().filter(ShutdownWatch::isInTheWay).forEach(ShutdownWatch::name);
                if (left <= 0) {
                    LOG.error("services did not stop within {} s, going on without them", bound.toSeconds());
                    return false;
                }
            } catch (ExecutionException e) {
                LOG.error("stopping the services failed: {}", e.toString());
                return false;
            }
        }
    }

    private static boolean isInTheWay(ServiceStatus status) {
        return status.state() == ServiceState.STOPPING;
    }

    private static void name(ServiceStatus s) {
        String next = s.substate().equals("stop") ? "SIGKILL comes next" : "waits";
        LOG.warn(
                "still stopping: {} ({}), {}{}; {}",
                s.name(),
                s.substate(),
                s.pid().isPresent()
                        ? "pid " + s.pid().getAsInt() + " "
                                + kernelState(s.pid().getAsInt())
                        : "no main process",
                s.statusText().map(t -> ", " + t).orElse(""),
                next);
    }

    /** The state of a process and where in the kernel it sleeps, from proc(5). */
    private static String kernelState(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String wchan = Files.readString(Path.of("/proc/" + pid + "/wchan"));
            return "state " + stat.charAt(stat.lastIndexOf(')') + 2) + (wchan.isEmpty() ? "" : " in " + wchan);
        } catch (IOException | IndexOutOfBoundsException e) {
            return "gone";
        }
    }
}
