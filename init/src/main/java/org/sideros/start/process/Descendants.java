package org.sideros.start.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds the processes of a service by /proc where there is no cgroup to ask: whoever descends from its main process,
 * and orphans that were reparented to the reaper but still carry the service's session, process group or mark.
 *
 * <p>A process that left its session, lost its parents and cleared its environment escapes this; a cgroup is the only
 * certain answer.
 */
public final class Descendants {
    private static final Path PROC = Path.of("/proc");

    private final int reaper;
    private final IntPredicate isMain;

    /**
     * A finder of descendants.
     *
     * @param reaper whose children orphans become
     * @param isMain tells main processes of services, which are never somebody else's orphans
     */
    public Descendants(int reaper, IntPredicate isMain) {
        this.reaper = reaper;
        this.isMain = isMain;
    }

    /**
     * All living processes of the run with main process {@code main} (also when that one is gone) whose environment had
     * {@code mark}, a {@code KEY=value}.
     */
    public Set<Integer> find(int main, String mark) {
        Set<Integer> found = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>();
        if (isMain.test(main)) {
            open.add(main);
        }
        for (int child : children(reaper)) {
            if (!isMain.test(child) && belongs(child, main, mark)) {
                open.add(child);
            }
        }
        while (!open.isEmpty()) {
            int pid = open.remove();
            if (isAlive(pid) && found.add(pid)) {
                open.addAll(children(pid));
            }
        }
        return found;
    }

    /** Children by every thread that forked ({@code CONFIG_PROC_CHILDREN}; every distribution kernel has it). */
    private static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path task : tasks) {
                for (String word : read(task.resolve("children")).split(" ", -1)) {
                    if (!word.isBlank()) {
                        children.add(Integer.valueOf(word.strip()));
                    }
                }
            }
        } catch (IOException e) {
            return children; // It ended while we looked: what it had are orphans now.
        }
        return children;
    }

    private static boolean belongs(int pid, int main, String mark) {
        Stat stat = Stat.of(pid);
        return stat.session == main
                || stat.group == main
                || ("\0" + read(PROC.resolve(pid + "/environ"))).contains("\0" + mark + "\0");
    }

    private static boolean isAlive(int pid) {
        char state = Stat.of(pid).state;
        return state != 'Z' && state != 'X';
    }

    /** What proc_pid_stat(5) says; a process that is gone is dead and belongs nowhere. */
    private record Stat(char state, int group, int session) {
        static Stat of(int pid) {
            String line = read(PROC.resolve(pid + "/stat"));
            int end = line.lastIndexOf(')');
            if (end < 0) {
                return new Stat('X', 0, 0);
            }
            String[] fields = line.substring(end + 2).split(" ", -1);
            return new Stat(fields[0].charAt(0), Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
