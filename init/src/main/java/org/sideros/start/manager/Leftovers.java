package org.sideros.start.manager;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.sideros.start.cgroup.Cgroup;
import org.sideros.start.cgroup.CgroupTree;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what an earlier supervisor with the same runtime directory left running, so that no service runs twice.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /** As long as a process may take to die before it counts as stuck in the kernel. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PASS = Duration.ofMillis(5);

    private Leftovers() {}

    /** Returns when nothing is left, or when SIGKILL has had its time. */
    static void end(Machine machine) {
        Set<String> told = new HashSet<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        // What forks while it is looked for needs another pass, and nobody tells us of the end of a stranger's child.
        while (kill(machine, told)) {
            if (System.nanoTime() > end) {
                LOG.error("some of what an earlier supervisor left running survives SIGKILL, going on");
                return;
            }
            LockSupport.parkNanos(PASS.toNanos());
        }
    }

    /** One pass; whether there was anything. */
    private static boolean kill(Machine machine, Set<String> told) {
        boolean any = false;
        if (machine.cgroups().isPresent()) {
            any = killGroups(machine.cgroups().get(), told);
        }
        String mark = Machine.RUNTIME_VARIABLE + "=" + machine.global().runtimeDir();
        for (Path process : processes()) {
            int pid = Integer.parseInt(process.getFileName().toString());
            if (pid != Kernel.pid() && hasMark(process, mark)) {
                any = true;
                tell("pid " + pid, told);
                try {
                    Kernel.kill(pid, Signals.KILL);
                } catch (PosixException e) {
                    LOG.debug("{}", e.getMessage());
                }
            }
        }
        return any;
    }

    private static boolean killGroups(CgroupTree tree, Set<String> told) {
        boolean any = false;
        try {
            for (Cgroup group : tree.leftOver()) {
                if (group.isPopulated()) {
                    any = true;
                    tell(group.path().getFileName().toString(), told);
                    group.kill();
                } else {
                    group.remove();
                }
            }
        } catch (IOException e) {
            LOG.warn("control groups of an earlier supervisor: {}, ignoring", e.getMessage());
        }
        return any;
    }

    private static void tell(String whom, Set<String> told) {
        if (told.add(whom)) {
            LOG.warn("{}: ending what an earlier supervisor left running", whom);
        }
    }

    private static List<Path> processes() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean hasMark(Path process, String mark) {
        try {
            String environment =
                    new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + mark + "\0");
        } catch (IOException e) {
            return false; // Gone, or not ours to look at.
        }
    }
}
