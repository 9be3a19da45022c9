package org.sideros.start.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.sideros.start.config.ResourceLimits;

/**
 * Everything the executor is told about one process; names are resolved to numbers and paths already.
 *
 * @param argv program and arguments; a program without a slash is looked for in the {@code PATH} of {@code environment}
 * @param cgroup the directory to join
 * @param standardOutput as the executor takes it: {@code append:/path}, {@code null}, {@code inherit}, {@code console}
 * @param standardError likewise, or {@code stdout}
 * @param identity whom to become; empty to stay who we are
 */
public record LaunchSpec(
        List<String> argv,
        Map<String, String> environment,
        Optional<Path> cgroup,
        String standardOutput,
        String standardError,
        OptionalInt umask,
        int nice,
        OptionalInt oomScoreAdj,
        Map<String, ResourceLimits.Rlimit> rlimits,
        Optional<Identity> identity,
        boolean noNewPrivileges,
        Path workingDirectory) {
    public LaunchSpec {
        argv = List.copyOf(argv);
        environment = new LinkedHashMap<>(environment);
        rlimits = new LinkedHashMap<>(rlimits);
    }

    /** Numbers of a user, its group and all its groups. */
    public record Identity(int uid, int gid, List<Integer> groups) {
        public Identity {
            groups = List.copyOf(groups);
        }
    }

    /** The executor's arguments, its own name first. */
    List<String> arguments(int reportDescriptor) {
        List<String> args = new ArrayList<>();
        args.add("start-exec");
        args.add("report=" + reportDescriptor);
        cgroup.ifPresent(c -> args.add("cgroup=" + c));
        args.add("session");
        args.add("stdin=null");
        args.add("stdout=" + standardOutput);
        args.add("stderr=" + standardError);
        args.add("umask=" + Integer.toOctalString(umask.orElse(0022)));
        if (nice != 0) {
            args.add("nice=" + nice);
        }
        oomScoreAdj.ifPresent(n -> args.add("oom=" + n));
        rlimits.forEach(
                (name, limit) -> args.add("rlimit=" + name + ":" + number(limit.soft()) + ":" + number(limit.hard())));
        identity.ifPresent(i -> {
            args.add("groups=" + i.groups().stream().map(String::valueOf).collect(Collectors.joining(",")));
            args.add("gid=" + i.gid());
            args.add("uid=" + i.uid());
        });
        if (noNewPrivileges) {
            args.add("no_new_privs");
        }
        args.add("cwd=" + workingDirectory);
        args.add("--");
        args.addAll(argv);
        return args;
    }

    /** The environment in the form of execve(2). */
    List<String> environmentWords() {
        return environment.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList();
    }

    private static String number(long limit) {
        return limit == ResourceLimits.INFINITY ? "infinity" : Long.toString(limit);
    }
}
