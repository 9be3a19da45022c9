package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file systems that are the kernel's own, mounted where they are missing. A failure is reported, and boot goes on. */
final class VirtualFilesystems {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualFilesystems.class);
    private static final int SAFE = Kernel.MS_NOSUID | Kernel.MS_NODEV | Kernel.MS_NOEXEC;

    private record Mount(
            String type, String target, int flags, @Nullable String data) {}

    private static final List<Mount> MOUNTS = List.of(
            new Mount("proc", "/proc", SAFE, null),
            new Mount("sysfs", "/sys", SAFE, null),
            new Mount("devtmpfs", "/dev", Kernel.MS_NOSUID, "mode=0755"),
            new Mount("devpts", "/dev/pts", Kernel.MS_NOSUID | Kernel.MS_NOEXEC, "gid=5,mode=0620,ptmxmode=0666"),
            new Mount("tmpfs", "/dev/shm", Kernel.MS_NOSUID | Kernel.MS_NODEV, "mode=1777"),
            new Mount("mqueue", "/dev/mqueue", SAFE, null),
            new Mount("tmpfs", "/run", Kernel.MS_NOSUID | Kernel.MS_NODEV, "mode=0755"));

    /** What programs expect in /dev besides what the kernel puts there. */
    private static final Map<String, String> LINKS = Map.of(
            "/dev/fd", "/proc/self/fd",
            "/dev/stdin", "/proc/self/fd/0",
            "/dev/stdout", "/proc/self/fd/1",
            "/dev/stderr", "/proc/self/fd/2");

    private VirtualFilesystems() {}

    /** Mounts what is missing, the control groups at {@code cgroupRoot} included. */
    static void mount(Path cgroupRoot) {
        MOUNTS.forEach(VirtualFilesystems::mount);
        mount(new Mount("cgroup2", cgroupRoot.toString(), SAFE, "nsdelegate,memory_recursiveprot"));
        LINKS.forEach(VirtualFilesystems::link);
    }

    /** Puts a tmpfs on /tmp where nothing can be written otherwise. */
    static void mountTmpIfNeeded() {
        Path tmp = Path.of("/tmp");
        if (Files.isDirectory(tmp) && !Files.isWritable(tmp)) {
            mount(new Mount("tmpfs", "/tmp", Kernel.MS_NOSUID | Kernel.MS_NODEV, "mode=1777"));
        }
    }

    private static void mount(Mount mount) {
        Path target = Path.of(mount.target());
        try {
            if (isMountPoint(target)) {
                return;
            }
            Files.createDirectories(target);
            Kernel.mount(mount.type(), mount.target(), mount.type(), mount.flags(), mount.data());
            LOG.debug("mounted {} on {}", mount.type(), mount.target());
        } catch (PosixException e) {
            LOG.error("{}; boot goes on without it", e.getMessage());
        } catch (IOException e) {
            LOG.error("mount {} on {}: {}; boot goes on without it", mount.type(), mount.target(), e.toString());
        }
    }

    /** A directory on another device than the one above it, or one that is the same as that (only the root is). */
    static boolean isMountPoint(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            return false;
        }
        return !Files.getAttribute(directory, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
    }

    private static void link(String name, String target) {
        Path link = Path.of(name);
        try {
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(target));
            }
        } catch (IOException e) {
            LOG.warn("{}: {}, ignoring", name, e.toString());
        }
    }
}
