package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.List;
import org.sideros.start.config.Capabilities;
import org.sideros.start.config.Command;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.Errno;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.ExecutorStep;
import org.sideros.start.service.Event;
import org.sideros.start.service.Life;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said in the log about services, and the words for their failures. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private Reports() {}

    /** One line for each move that matters to people; the finer steps are for debugging. */
    static void moved(String name, Life before, Life after) {
        boolean shownSame = before.shown() == after.shown();
        String message = after.message().isEmpty() ? "" : ": " + after.message();
        if (after.shown() == ServiceState.FAILED) {
            LOG.error("{}: failed ({}){}", name, after.result().word(), message);
        } else if (after.shown() == ServiceState.RESTARTING) {
            LOG.warn("{}: {}{}; will be restarted", name, after.result().word(), message);
        } else if (after.result() == Result.CONDITION && after.shown() == ServiceState.INACTIVE) {
            LOG.info("{}: skipped{}", name, message);
        } else if (!shownSame && (after.shown() == ServiceState.ACTIVE || after.shown() == ServiceState.INACTIVE)) {
            LOG.info("{}: {} ({})", name, after.shown().word(), after.substate());
        } else {
            LOG.debug("{}: {} -> {}", name, before, after);
        }
    }

    static void notEnforced(String name, List<String> limits) {
        limits.forEach(limit -> LOG.warn("{}: limit not enforced: {}", name, limit));
    }

    /** The executor's failure in words: which step, on what, why. Names are the file's, where the executor has numbers. */
    static Event.NotExecuted notExecuted(ServiceConfig config, Command command, ExecutorFailure failure) {
        ExecutorStep step = failure.step();
        String what = switch (step) {
            case EXEC -> command.words().getFirst();
            case CWD -> config.workingDirectory().map(Path::toString).orElse("");
            case UID -> config.user().orElse("");
            case GID, GROUPS -> config.group().or(config::user).orElse("");
            case CAPABILITIES -> Capabilities.name(failure.object());
            case PRIVATE_PIDS, CGROUP, TTY, DESCRIPTORS, PRIVATE_NETWORK, MOUNT -> failure.object();
            case READY, USAGE, SESSION, STDIN, STDOUT, STDERR, UMASK, NICE, OOM, RLIMIT, NO_NEW_PRIVILEGES, SIGNALS ->
                "";
        };
        String done = what.isEmpty() ? step.word() : step.word() + " " + what;
        return new Event.NotExecuted(step.word(), failure.errno(), done + ": " + Errno.text(failure.errno()));
    }
}
