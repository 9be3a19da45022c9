package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subtree of the control group hierarchy that is ours: {@code <cgroup_root>/<own group>/<name>/<service>.service}. Thread-safe;
 * all state is in the kernel.
 */
public final class CgroupTree {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupTree.class);
    /** Keeps services named like the kernel's own files ({@code cgroup.procs}) apart from them. */
    private static final String SUFFIX = ".service";

    /** The supervisor's own group, in hierarchies where it cannot stay in the one it was started in. */
    private static final String SUPERVISOR = "supervisor";

    private final Path base;
    private final Controllers controllers;

    private CgroupTree(Path base, Controllers controllers) {
        this.base = base;
        this.controllers = controllers;
    }

    /** A hierarchy that can be used, or the reason why there is none. */
    public record Found(Optional<CgroupTree> tree, String reason) {}

    /**
     * Sets up the subtree {@code name} below {@code root}, if {@code root} is a version 2 hierarchy that we may write to.
     *
     * @param ours the processes that are the supervisor: they may be moved to where the kernel wants them
     */
    public static Found open(Path root, String name, Set<Integer> ours) {
        if (!Files.exists(root.resolve("cgroup.controllers"))) {
            return new Found(Optional.empty(), root + " is no cgroup v2 hierarchy");
        }
        try {
            Path own = ownGroup(root, Files.readAllLines(Path.of("/proc/self/cgroup")), name);
            Path base = Files.createDirectories(own.resolve(name));
            vacate(own, base, ours);
            Controllers controllers = Controllers.handDown(root, List.of(own, base));
            controllers.reasons().forEach((controller, reason) -> LOG.debug("no {}: {}", controller, reason));
            return new Found(Optional.of(new CgroupTree(base, controllers)), "");
        } catch (IOException e) {
            return new Found(
                    Optional.empty(), "no control group can be made below " + root + ": " + CgroupFile.reason(e));
        }
    }

    /**
     * The group the first supervisor was started in: that of this process, by the line {@code 0::/path} of /proc/self/cgroup,
     * unless an earlier supervisor has moved the shim, and so us, to a group of its own.
     */
    static Path ownGroup(Path root, List<String> lines, String name) {
        Path own = lines.stream()
                .filter(line -> line.startsWith("0::/"))
                .findFirst()
                .map(line -> root.resolve(line.substring("0::/".length())))
                .filter(Files::isDirectory)
                .orElse(root);
        Path leaf = Path.of(name, SUPERVISOR);
        return own.startsWith(root) && root.relativize(own).endsWith(leaf)
                ? own.resolve("../..").normalize()
                : own;
    }

    /**
     * Makes room: a group may not have both processes and controllers for groups below it, unless it is the root. Those that are
     * ours move to a group of their own beside the services; nobody else's are touched.
     */
    private static void vacate(Path own, Path base, Set<Integer> ours) {
        // The root has no such file, and takes both.
        if (!Files.exists(own.resolve("cgroup.type"))) {
            return;
        }
        try {
            if (Collections.disjoint(CgroupFile.words(own.resolve("cgroup.controllers")), Controllers.WANTED)) {
                return; // Nothing to hand down.
            }
            Set<String> present = CgroupFile.words(own.resolve("cgroup.procs"));
            Set<String> movable = ours.stream().map(String::valueOf).collect(Collectors.toSet());
            if (present.isEmpty() || !movable.containsAll(present)) {
                return;
            }
            Path leaf = Files.createDirectories(base.resolve(SUPERVISOR));
            for (String pid : present) {
                CgroupFile.write(leaf.resolve("cgroup.procs"), pid);
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", own, CgroupFile.reason(e));
        }
    }

    /** A group for a new run of a service, with nothing left of earlier runs unless processes of them still live. */
    public Cgroup group(String service) throws IOException {
        Path path = base.resolve(service + SUFFIX);
        boolean used = Files.exists(path);
        if (used) {
            Cgroup earlier = new Cgroup(path, controllers, true);
            if (!earlier.isPopulated()) {
                earlier.remove();
                used = Files.exists(path);
            }
        }
        Files.createDirectories(path);
        return new Cgroup(path, controllers, used);
    }

    /** Groups of services that an earlier supervisor left. */
    public List<Cgroup> leftOver() throws IOException {
        List<Cgroup> groups = new ArrayList<>();
        try (Stream<Path> entries = Files.list(base)) {
            entries.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
                    .filter(Files::isDirectory)
                    .forEach(path -> groups.add(new Cgroup(path, controllers, true)));
        }
        return groups;
    }

    /** Removes the subtree but for groups that still have processes; it stays while the supervisor itself is in it. */
    public void remove() {
        try {
            // Those of services that were forgotten, or whose last process outlived them.
            leftOver().stream().filter(group -> !group.isPopulated()).forEach(Cgroup::remove);
            Files.deleteIfExists(base);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", base, CgroupFile.reason(e));
        }
    }
}
