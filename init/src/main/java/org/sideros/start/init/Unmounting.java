package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of all file systems: unmounted, lazily where they are busy; the root read-only. */
final class Unmounting {
    private static final Logger LOG = LoggerFactory.getLogger(Unmounting.class);
    /** Nothing of these is on a disk, and they are needed to the end. */
    private static final Set<String> KERNEL_OWN = Set.of(
            "proc",
            "sysfs",
            "devtmpfs",
            "devpts",
            "cgroup",
            "cgroup2",
            "mqueue",
            "tmpfs",
            "ramfs",
            "rootfs",
            "securityfs",
            "debugfs",
            "tracefs",
            "bpf",
            "pstore",
            "configfs",
            "hugetlbfs",
            "efivarfs");

    private Unmounting() {}

    private record Mounted(String target, String type) {}

    static void run() {
        List<Mounted> mounted = mounted();
        for (Mounted mount : mounted.reversed()) {
            if (!KERNEL_OWN.contains(mount.type()) && !mount.target().equals("/")) {
                unmount(mount.target());
            }
        }
        boolean onDisk = mounted.stream()
                .filter(m -> m.target().equals("/"))
                .reduce((_, last) -> last)
                .filter(m -> !KERNEL_OWN.contains(m.type()))
                .isPresent();
        if (onDisk) {
            remountRoot();
        }
    }

    private static void unmount(String target) {
        try {
            Kernel.unmount(target, 0);
        } catch (PosixException e) {
            LOG.warn("{}: left to its last user", e.getMessage());
            try {
                Kernel.unmount(target, Kernel.MNT_DETACH);
            } catch (PosixException again) {
                LOG.error("{}", again.getMessage());
            }
        }
    }

    private static void remountRoot() {
        try {
            Kernel.mount("none", "/", "none", Kernel.MS_REMOUNT | Kernel.MS_RDONLY, null);
        } catch (PosixException e) {
            LOG.error("the root file system cannot be made read-only: {}", e.getMessage());
        }
    }

    /** The lines of proc_pid_mountinfo(5), oldest first; white space in a path is written as an octal number. */
    private static List<Mounted> mounted() {
        List<Mounted> all = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                String[] fields = line.split(" ", -1);
                int dash = List.of(fields).indexOf("-");
                all.add(new Mounted(fields[4].replace("\\040", " ").replace("\\011", "\t"), fields[dash + 1]));
            }
        } catch (IOException e) {
            LOG.error("mounts: {}", e.toString());
        }
        return all;
    }
}
