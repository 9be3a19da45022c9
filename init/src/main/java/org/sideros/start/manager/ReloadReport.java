package org.sideros.start.manager;

import java.util.List;
import org.sideros.start.config.Problem;

/** What a reload of the configuration found: names by what became of them, and the problems of files kept out. */
public record ReloadReport(List<String> added, List<String> changed, List<String> removed, List<Problem> problems) {
    public ReloadReport {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        problems = List.copyOf(problems);
    }
}
