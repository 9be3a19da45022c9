package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.config.ServiceName;

/**
 * The difference between the definitions in force and what the files say now.
 *
 * @param next what is in force afterwards
 * @param added names that are new
 * @param changed names whose definition is another one now
 * @param gone names without a file, kept as long as they run
 */
record Reconfiguration(
        Definitions next, List<String> added, List<String> changed, List<String> gone, ReloadReport report) {
    /** Reads the files and compares them with {@code before}. */
    static Reconfiguration of(Definitions before, GlobalConfig global, Predicate<String> isBusy) {
        Definitions fresh = Definitions.of(ServiceDirectory.load(global));
        // Instances that were asked for by name are in no file: they are made anew from their templates.
        for (String name : before.names()) {
            String template = ServiceName.templateOf(name);
            if (!fresh.knows(name) && fresh.loaded().templates().containsKey(template)) {
                fresh = fresh.with(ServiceDirectory.instantiate(template, ServiceName.instanceOf(name), global));
            }
        }
        return of(before, fresh.loaded(), isBusy);
    }

    private static Reconfiguration of(Definitions before, LoadResult files, Predicate<String> isBusy) {
        Map<String, ServiceConfig> old = before.loaded().services();
        Map<String, ServiceConfig> kept = new TreeMap<>();
        List<String> gone = new ArrayList<>();
        old.forEach((name, config) -> {
            if (files.services().containsKey(name)) {
                return;
            }
            if (files.broken().containsKey(name)) {
                kept.put(name, config);
            } else {
                gone.add(name);
                if (isBusy.test(name)) {
                    kept.put(name, config);
                }
            }
        });
        before.loaded().broken().keySet().stream()
                .filter(name ->
                        !files.services().containsKey(name) && !files.broken().containsKey(name))
                .forEach(gone::add);
        Definitions next = Definitions.of(files, kept);
        List<String> added =
                next.names().stream().filter(name -> !before.knows(name)).toList();
        List<String> changed = files.services().entrySet().stream()
                .filter(e -> before.knows(e.getKey()) && !e.getValue().equals(old.get(e.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        List<Problem> problems = new ArrayList<>(files.allProblems());
        problems.addAll(next.graph().problems());
        return new Reconfiguration(next, added, changed, gone, new ReloadReport(added, changed, gone, problems));
    }
}
