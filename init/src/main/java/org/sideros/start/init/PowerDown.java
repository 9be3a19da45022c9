package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last steps of the system, when the services are stopped: whatever else runs is ended, file systems are let go, and
 * the power is cut. Every step is bounded, and one that fails is reported and passed.
 */
final class PowerDown {
    private static final Logger LOG = LoggerFactory.getLogger(PowerDown.class);
    private static final Path PROC = Path.of("/proc");
    private static final Duration AFTER_TERM = Duration.ofSeconds(3);
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration SYNC = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = 20_000_000L;
    private static final int EVERYTHING = -1;

    private PowerDown() {}

    /** Ends processes and file systems, then the machine. Returns only if the kernel refuses. */
    static void run(Kernel.Power power) {
        endProcesses();
        swapOff();
        Unmounting.run();
        syncBounded();
        try {
            Kernel.reboot(power);
        } catch (PosixException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private static void endProcesses() {
        signalAll(Signals.TERM);
        signalAll(Signals.CONT);
        if (!awaitNone(AFTER_TERM)) {
            signalAll(Signals.KILL);
            if (!awaitNone(AFTER_KILL)) {
                LOG.warn("processes that survive SIGKILL: {}", others());
            }
        }
    }

    private static void signalAll(int signal) {
        try {
            Kernel.kill(EVERYTHING, signal);
        } catch (PosixException e) {
            LOG.debug("{}", e.getMessage()); // ESRCH: nobody is left.
        }
    }

    private static boolean awaitNone(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!others().isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Processes besides init and this one; kernel threads have no executable and no command line. */
    private static List<String> others() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+"))
                    .filter(name -> !name.equals("1") && !name.equals(Integer.toString(Kernel.pid())))
                    .filter(PowerDown::hasCommandLine)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean hasCommandLine(String pid) {
        try {
            return Files.readAllBytes(PROC.resolve(pid + "/cmdline")).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void swapOff() {
        try {
            List<String> lines = Files.readAllLines(PROC.resolve("swaps"));
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                Kernel.swapOff(line.substring(0, line.indexOf(' ')));
            }
        } catch (PosixException e) {
            LOG.warn("{}, ignoring", e.getMessage());
        } catch (IOException e) {
            LOG.debug("{}", e.toString());
        }
    }

    /** sync(2) has no bound of its own; a disk that never answers must not keep the machine up. */
    private static void syncBounded() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("sync").start(() -> {
            Kernel.sync();
            done.complete(null);
        });
        try {
            done.get(SYNC.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.error("sync takes more than {} s, going on", SYNC.toSeconds());
        } catch (InterruptedException | ExecutionException e) {
            LOG.error("sync: {}", e.toString());
        }
    }
}
