package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which controllers the groups of services have, and why others are missing. Immutable.
 *
 * @param reasons by the name of a controller that is missing
 */
record Controllers(Map<String, String> reasons) {
    /** Those that limits need. */
    static final List<String> WANTED = List.of("cpu", "io", "memory", "pids");

    private static final Path KNOWN = Path.of("/proc/cgroups");

    Controllers {
        reasons = Map.copyOf(reasons);
    }

    /** Why the controller cannot be used; empty when it can. */
    Optional<String> missing(String controller) {
        return Optional.ofNullable(reasons.get(controller));
    }

    /** Hands the controllers of {@code path}'s first group on to the last, and so to all groups below that. */
    static Controllers handDown(Path root, List<Path> path) throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String controller : WANTED) {
            if (!CgroupFile.words(root.resolve("cgroup.controllers")).contains(controller)) {
                reasons.put(controller, absence(controller));
                continue;
            }
            for (Path group : path) {
                String reason = enable(controller, group, group.equals(root) ? "/" : "/" + root.relativize(group));
                if (!reason.isEmpty()) {
                    reasons.put(controller, reason);
                    break;
                }
            }
        }
        return new Controllers(reasons);
    }

    private static String enable(String controller, Path group, String name) throws IOException {
        if (!CgroupFile.words(group.resolve("cgroup.controllers")).contains(controller)) {
            return "the " + controller + " controller is not handed down to the control group " + name;
        }
        Path file = group.resolve("cgroup.subtree_control");
        if (CgroupFile.words(file).contains(controller)) {
            return "";
        }
        try {
            CgroupFile.write(file, "+" + controller);
            return "";
        } catch (IOException e) {
            // EBUSY: only the root may have processes of its own beside groups below.
            return "the control group " + name + " cannot hand down the " + controller + " controller: "
                    + CgroupFile.reason(e) + (hasProcesses(group) ? " (it has processes of its own)" : "");
        }
    }

    private static boolean hasProcesses(Path group) {
        try {
            return !CgroupFile.words(group.resolve("cgroup.procs")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Why the whole hierarchy has no such controller: columns name, hierarchy (0: version 2), groups, enabled. */
    private static String absence(String controller) {
        try {
            String name = controller.equals("io") ? "blkio" : controller;
            for (String line : Files.readAllLines(KNOWN)) {
                List<String> columns = List.of(line.split("\\s+"));
                if (columns.size() == 4 && columns.getFirst().equals(name)) {
                    return reason(controller, columns);
                }
            }
            return "the kernel has no " + controller + " controller";
        } catch (IOException e) {
            return "the " + controller + " controller is not available";
        }
    }

    private static String reason(String controller, List<String> columns) {
        if (columns.get(3).equals("0")) {
            return "the " + controller + " controller is disabled (cgroup_disable on the kernel command line)";
        }
        return "the " + controller + " controller is "
                + (columns.get(1).equals("0") ? "not available" : "in use by a cgroup v1 hierarchy");
    }
}
