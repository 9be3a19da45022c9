package org.sideros.start.manager;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sideros.start.cgroup.Cgroup;
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

    private Leftovers() {}

    static void end(Machine machine) {
        machine.cgroups().ifPresent(tree -> {
            try {
                for (Cgroup group : tree.leftOver()) {
                    if (group.isPopulated()) {
                        LOG.warn(
                                "{}: ending what an earlier supervisor left running",
                                group.path().getFileName());
                        group.kill();
                    }
                }
            } catch (IOException e) {
                LOG.warn("control groups of an earlier supervisor: {}, ignoring", e.getMessage());
            }
        });
        String mark = Machine.RUNTIME_VARIABLE + "=" + machine.global().runtimeDir();
        for (Path process : processes()) {
            int pid = Integer.parseInt(process.getFileName().toString());
            if (pid != Kernel.pid() && hasMark(process, mark)) {
                LOG.warn("pid {}: ending what an earlier supervisor left running", pid);
                try {
                    Kernel.kill(pid, Signals.KILL);
                } catch (PosixException e) {
                    LOG.debug("{}", e.getMessage());
                }
            }
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
