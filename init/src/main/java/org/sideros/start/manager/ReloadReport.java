package org.sideros.start.manager;

import java.util.List;
import org.sideros.start.config.Problem;

/**
 * What a reload of the configuration found.
 *
 * @param added names that are new
 * @param changed names whose definition is another one now; it counts from the next start
 * @param removed names without a file any more; what of them runs goes on until it is stopped
 * @param problems all that is wrong with the files, each printing as {@code file:line:column: error: message}
 */
public record ReloadReport(List<String> added, List<String> changed, List<String> removed, List<Problem> problems) {
    public ReloadReport {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        problems = List.copyOf(problems);
    }
}
