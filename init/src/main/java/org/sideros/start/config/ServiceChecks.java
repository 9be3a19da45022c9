package org.sideros.start.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must hold between the keys of one service file. Each problem is put where the file can be mended. */
final class ServiceChecks {
    /** What makes sense for something that has no process. */
    private static final Set<String> TARGET_KEYS =
            Set.of("service", "service.name", "service.description", "service.type", "service.enabled");

    private static final String NOTIFY = "applies to type = \"notify\" and ready = \"notify\" only";

    private final ServiceDraft draft;
    private final Map<String, Location> set;
    private final Location whole;
    private final List<Problem> problems;

    ServiceChecks(ServiceDraft draft, Map<String, Location> set, Location whole, List<Problem> problems) {
        this.draft = draft;
        this.set = set;
        this.whole = whole;
        this.problems = problems;
    }

    void run() {
        if (!set.containsKey("service")) {
            problems.add(Problem.error(whole, "has no [service] table"));
            return;
        }
        if (draft.type == ServiceType.TARGET) {
            target();
        } else {
            command();
            restart();
        }
        only("service.pid_file", draft.type == ServiceType.FORKING, "applies to type = \"forking\" only");
        boolean notifies = draft.type == ServiceType.NOTIFY || draft.readiness == Readiness.Kind.NOTIFY;
        only("service.notify_socket", notifies, NOTIFY);
        only("service.ready", draft.type != ServiceType.ONESHOT, "a oneshot is ready when its commands have ended");
    }

    private void target() {
        for (String path : new TreeSet<>(set.keySet())) {
            if (path.equals("service.exec")) {
                error(path, "a target runs nothing; remove it, or the type");
            } else if (!TARGET_KEYS.contains(path)
                    && !path.startsWith("service.dependencies")
                    && !path.startsWith("service.conditions")
                    && !path.startsWith("service.timeout")) {
                problems.add(Problem.warning(at(path), path + ": has no effect on a target"));
            }
        }
    }

    private void command() {
        if (!set.containsKey("service.exec")) {
            error(
                    "service",
                    "exec is missing: a service of type \"" + draft.type.word()
                            + "\" needs a command (only type = \"target\" has none)");
        } else if (draft.exec.size() > 1 && draft.type != ServiceType.ONESHOT) {
            error(
                    "service.exec",
                    "several commands are for type = \"oneshot\" only, this is \"" + draft.type.word() + "\"");
        }
        only(
                "service.remain_after_exit",
                draft.type == ServiceType.ONESHOT,
                "applies to type = \"oneshot\" only, this is \"" + draft.type.word() + "\"");
    }

    private void restart() {
        boolean endless = draft.policy == RestartPolicy.ALWAYS || draft.policy == RestartPolicy.ON_SUCCESS;
        if (draft.type == ServiceType.ONESHOT && endless) {
            error(
                    "service.restart.policy",
                    "\"" + draft.policy.word()
                            + "\" would run a oneshot for ever: each success is followed by another run");
        }
        Restart restart = draft.restart();
        if (restart.maxDelay().compareTo(restart.delay()) < 0) {
            error(
                    "service.restart.max_delay",
                    Durations.format(restart.maxDelay()) + " is less than the delay of "
                            + Durations.format(restart.delay()));
        }
    }

    private void only(String path, boolean applies, String message) {
        if (set.containsKey(path) && !applies) {
            error(path, message);
        }
    }

    private void error(String path, String message) {
        problems.add(Problem.error(at(path), path + ": " + message));
    }

    private Location at(String path) {
        return set.getOrDefault(path, whole);
    }
}
