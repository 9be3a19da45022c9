package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    private static final List<String> WANTED = List.of("cpu", "io", "memory", "pids");

    private final Path base;
    private final Set<String> controllers;

    private CgroupTree(Path base, Set<String> controllers) {
        this.base = base;
        this.controllers = Set.copyOf(controllers);
    }

    /** A hierarchy that can be used, or the reason why there is none. */
    public record Found(Optional<CgroupTree> tree, String reason) {}

    /**
     * Sets up the subtree {@code name} below {@code root}, if {@code root} is a version 2 hierarchy that we may write to.
     */
    public static Found open(Path root, String name) {
        if (!Files.exists(root.resolve("cgroup.controllers"))) {
            return new Found(Optional.empty(), root + " is no cgroup v2 hierarchy");
        }
        try {
            Path own = ownGroup(root);
            Path base = own.resolve(name);
            Files.createDirectories(base);
            enable(root, own);
            enable(root, base);
            return new Found(Optional.of(new CgroupTree(base, words(base.resolve("cgroup.subtree_control")))), "");
        } catch (IOException e) {
            return new Found(Optional.empty(), "no control group can be made below " + root + ": " + reason(e));
        }
    }

    /** The group this process is in: the line {@code 0::/path} of /proc/self/cgroup. */
    private static Path ownGroup(Path root) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
            return lines.filter(line -> line.startsWith("0::/"))
                    .findFirst()
                    .map(line -> root.resolve(line.substring("0::/".length())))
                    .filter(Files::isDirectory)
                    .orElse(root);
        }
    }

    /** Hands on the controllers that are there; a group that has processes of its own cannot (all but the root's). */
    private static void enable(Path root, Path group) throws IOException {
        Set<String> there = words(group.resolve("cgroup.controllers"));
        for (String controller : WANTED) {
            if (there.contains(controller)) {
                try {
                    write(group.resolve("cgroup.subtree_control"), "+" + controller);
                } catch (IOException e) {
                    LOG.warn("controller {} of {}: {}, ignoring", controller, root.relativize(group), reason(e));
                }
            }
        }
    }

    /** The group of one service, made if it is not there. */
    public Cgroup group(String service) throws IOException {
        Path path = base.resolve(service + SUFFIX);
        Files.createDirectories(path);
        return new Cgroup(path, controllers);
    }

    /** Groups of services that an earlier supervisor left. */
    public List<Cgroup> leftOver() throws IOException {
        List<Cgroup> groups = new ArrayList<>();
        try (Stream<Path> entries = Files.list(base)) {
            entries.filter(Files::isDirectory).forEach(path -> groups.add(new Cgroup(path, controllers)));
        }
        return groups;
    }

    /** Removes the subtree, once every group in it is gone. */
    public void remove() {
        try {
            Files.deleteIfExists(base);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", base, reason(e));
        }
    }

    static Set<String> words(Path file) throws IOException {
        return new TreeSet<>(Arrays.asList(Files.readString(file).strip().split("\\s+", -1)));
    }

    /** One write(2): the kernel takes each as a command. */
    static void write(Path file, String text) throws IOException {
        try (var out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.WRITE)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    static String reason(IOException e) {
        return e instanceof java.nio.file.FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }
}
