package org.sideros.start.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that the services directories say. Immutable.
 *
 * @param services by name, built-in targets included
 * @param broken services whose file cannot be used, by name, with all that is wrong with each; none of them is in
 *     {@code services}
 * @param masked names linked to {@code /dev/null}: they do not exist, whatever other directories say
 * @param problems everything that belongs to no broken service: warnings, notes, files with impossible names
 * @param templates where each template ({@code getty@}) is
 */
public record LoadResult(
        SortedMap<String, ServiceConfig> services,
        SortedMap<String, List<Problem>> broken,
        SortedSet<String> masked,
        List<Problem> problems,
        SortedMap<String, Path> templates) {
    public LoadResult {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        broken = Collections.unmodifiableSortedMap(new TreeMap<>(broken));
        masked = Collections.unmodifiableSortedSet(new TreeSet<>(masked));
        problems = List.copyOf(problems);
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
    }

    LoadResult(
            Map<String, ServiceConfig> services,
            Map<String, List<Problem>> broken,
            Set<String> masked,
            List<Problem> problems,
            Map<String, Path> templates) {
        this(new TreeMap<>(services), new TreeMap<>(broken), new TreeSet<>(masked), problems, new TreeMap<>(templates));
    }

    /** Every problem, those of broken services included, in the order of files, lines and columns. */
    public List<Problem> allProblems() {
        List<Problem> all = new ArrayList<>(problems);
        broken.values().forEach(all::addAll);
        all.sort(Comparator.comparing((Problem p) -> p.where().file())
                .thenComparingInt(p -> p.where().line())
                .thenComparingInt(p -> p.where().column()));
        return all;
    }
}
