package org.sideros.start.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.sideros.start.os.Kernel;

/**
 * Finds the processes of a service by /proc where there is no cgroup to ask: whoever descends from its main process,
 * and orphans that were reparented to the reaper but still carry the service's session, process group or mark.
 *
 * <p>A process that left its session, lost its parents and cleared its environment escapes this; a cgroup is the only
 * certain answer.
 */
public final class Descendants {
    /**
     * Stands for a reaper that is not known: orphans go to the nearest ancestor that is a subreaper (prctl(2)), else to init,
     * and who is one cannot be asked.
     */
    public static final int SOME_ANCESTOR = 0;

    private static final Path PROC = Path.of("/proc");
    /** More than any honest program has processes that end one after the other while we look. */
    private static final int PASSES = 20;

    private final int reaper;
    private final IntPredicate isMain;

    /**
     * A finder of descendants.
     *
     * @param reaper whose children orphans become, or {@link #SOME_ANCESTOR}
     * @param isMain tells main processes of services, which are never somebody else's orphans
     */
    public Descendants(int reaper, IntPredicate isMain) {
        this.reaper = reaper;
        this.isMain = isMain;
    }

    /**
     * By what the processes of one run are told.
     *
     * @param roots the main process and the hook, as long as they have not been reaped: later their numbers may be
     *     somebody else's
     * @param sessions the numbers that processes started for the run have or had
     * @param mark a {@code KEY=value} that the environment of the run had
     */
    public record Lineage(Set<Integer> roots, Set<Integer> sessions, String mark) {
        public Lineage {
            roots = Set.copyOf(roots);
            sessions = Set.copyOf(sessions);
        }
    }

    /**
     * All living processes of the run, as far as they can be seen in one pass.
     *
     * @throws IOException when /proc cannot be read, for want of descriptors for example
     */
    public Set<Integer> find(Lineage lineage) throws IOException {
        return new Pass(lineage).alive;
    }

    /**
     * Whether no process of the run is left; false in doubt.
     *
     * <p>A process that forks and exits while we look can hide its child from one pass. So there is another one as long
     * as something has ended in the meantime that could have had children.
     */
    public boolean isEmpty(Lineage lineage) throws IOException {
        Set<Integer> dead = new HashSet<>();
        for (int i = 0; i < PASSES; i++) {
            Pass pass = new Pass(lineage);
            if (!pass.alive.isEmpty()) {
                return false;
            }
            if (!dead.addAll(pass.dead)) {
                return true;
            }
        }
        return false;
    }

    /** One look at everything. */
    private final class Pass {
        final Set<Integer> alive = new LinkedHashSet<>();
        final Set<Integer> dead = new HashSet<>();

        Pass(Lineage lineage) throws IOException {
            Deque<Integer> open = new ArrayDeque<>();
            lineage.roots().stream().filter(isMain::test).forEach(open::add);
            for (int child : children(reaper)) {
                if (isMain.test(child)) {
                    continue;
                }
                Stat stat = Stat.of(child);
                if (!stat.isAlive()) {
                    dead.add(child); // Perhaps one of ours, but it cannot be told any more.
                } else if (belongs(child, stat, lineage)) {
                    open.add(child);
                }
            }
            while (!open.isEmpty()) {
                int pid = open.remove();
                if (!Stat.of(pid).isAlive()) {
                    dead.add(pid);
                } else if (alive.add(pid)) {
                    open.addAll(children(pid));
                }
            }
        }
    }

    /**
     * Children by every thread that forked ({@code CONFIG_PROC_CHILDREN}; every distribution kernel has it). The kernel
     * counts its way through the list and skips one when another that it has shown already is reaped meanwhile
     * (proc_pid_task_children(5)). Such a one is missing in the next reading: so what a reading shows is all there is as
     * soon as the next one shows all of it again.
     */
    private static Set<Integer> children(int pid) throws IOException {
        Set<Integer> all = new LinkedHashSet<>();
        if (pid == SOME_ANCESTOR) {
            for (int ancestor = Kernel.pid(); ancestor > 0; ancestor = Stat.of(ancestor).parent) {
                all.addAll(children(ancestor));
            }
            return all;
        }
        Set<Integer> before = childrenOnce(pid);
        for (int i = 0; i < PASSES; i++) {
            all.addAll(before);
            Set<Integer> now = childrenOnce(pid);
            if (now.containsAll(before)) {
                break;
            }
            before = now;
        }
        return all;
    }

    private static Set<Integer> childrenOnce(int pid) throws IOException {
        Set<Integer> children = new LinkedHashSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path task : tasks) {
                for (String word : read(task.resolve("children")).split(" ", -1)) {
                    if (!word.isBlank()) {
                        children.add(Integer.valueOf(word.strip()));
                    }
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return children; // It ended while we looked: what it had are orphans now.
        }
        return children;
    }

    /** A number is nobody else's as long as a session or group has it, and that of a main process is that one's. */
    private boolean belongs(int pid, Stat stat, Lineage lineage) {
        return lineage.sessions().stream()
                        .filter(n -> n == stat.session || n == stat.group)
                        .anyMatch(n -> lineage.roots().contains(n) || !isMain.test(n))
                || ("\0" + environment(pid)).contains("\0" + lineage.mark() + "\0");
    }

    /** Empty when it is not ours to look at, or gone: ESRCH comes of open(2) here, and cannot be told from others. */
    private static String environment(int pid) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What proc_pid_stat(5) says; a process that is gone is dead and belongs nowhere. */
    private record Stat(char state, int parent, int group, int session) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }

        static Stat of(int pid) throws IOException {
            String line = read(PROC.resolve(pid + "/stat"));
            int end = line.lastIndexOf(')');
            if (end < 0) {
                return new Stat('X', 0, 0, 0);
            }
            String[] fields = line.substring(end + 2).split(" ", -1);
            return new Stat(
                    fields[0].charAt(0),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]));
        }
    }

    /** Empty when the process is gone. */
    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (FileSystemException e) {
            throw e; // It could not be opened, and that says nothing about the process.
        } catch (IOException e) {
            return ""; // ESRCH of read(2).
        }
    }
}
