package org.sideros.start.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
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
 * @param terminal the controlling terminal, which is standard input too, and {@code tty} for the other two
 * @param descriptors the descriptors it gets besides; nothing here closes ours
 * @param pidVariables the variables whose value is to be the process's own pid, as it sees it
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
        Path workingDirectory,
        Confinement confinement,
        Optional<Path> terminal,
        List<PassedDescriptor> descriptors,
        Set<String> pidVariables) {
    public LaunchSpec {
        argv = List.copyOf(argv);
        environment = new LinkedHashMap<>(environment);
        rlimits = new LinkedHashMap<>(rlimits);
        descriptors = List.copyOf(descriptors);
        pidVariables = new TreeSet<>(pidVariables);
    }

    /** A process that shares everything with the system, and gets no terminal and no descriptors. */
    public LaunchSpec(
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
        this(
                argv,
                environment,
                cgroup,
                standardOutput,
                standardError,
                umask,
                nice,
                oomScoreAdj,
                rlimits,
                identity,
                noNewPrivileges,
                workingDirectory,
                Confinement.NONE,
                Optional.empty(),
                List.of(),
                Set.of());
    }

    /** The same, and kept from this. */
    public LaunchSpec confined(Confinement to) {
        return with(to, terminal, descriptors, pidVariables);
    }

    /** The same, leading a session on this terminal. */
    public LaunchSpec on(Path device) {
        return with(confinement, Optional.of(device), descriptors, pidVariables);
    }

    /** The same, with these descriptors, and with its own pid in these variables. */
    public LaunchSpec passing(List<PassedDescriptor> passed, Set<String> variables) {
        return with(confinement, terminal, passed, variables);
    }

    private LaunchSpec with(
            Confinement confined, Optional<Path> tty, List<PassedDescriptor> passed, Set<String> variables) {
        return new LaunchSpec(
                argv,
                environment,
                cgroup,
                standardOutput,
                standardError,
                umask,
                nice,
                oomScoreAdj,
                rlimits,
                identity,
                noNewPrivileges,
                workingDirectory,
                confined,
                tty,
                passed,
                variables);
    }

    /** Numbers of a user, its group and all its groups. */
    public record Identity(int uid, int gid, List<Integer> groups) {
        public Identity {
            groups = List.copyOf(groups);
        }
    }

    /**
     * The executor's arguments, its own name first.
     *
     * @param report the descriptor for its report
     * @param pidTo the descriptor for the pid it gets in a namespace of its own; only meaningful with {@code privatePids}
     */
    List<String> arguments(int report, int pidTo) {
        List<String> args = new ArrayList<>();
        args.add("start-exec");
        args.add("report=" + report);
        if (confinement.privatePids()) {
            args.add("private_pids=" + pidTo);
        }
        cgroup.ifPresent(c -> args.add("cgroup=" + c));
        args.add("session");
        terminal.ifPresent(t -> args.add("tty=" + t));
        args.add(terminal.isPresent() ? "stdin=tty" : "stdin=null");
        args.add("stdout=" + standardOutput);
        args.add("stderr=" + standardError);
        args.add("umask=" + Integer.toOctalString(umask.orElse(0022)));
        if (nice != 0) {
            args.add("nice=" + nice);
        }
        oomScoreAdj.ifPresent(n -> args.add("oom=" + n));
        descriptors.forEach(d -> args.add("fd=" + d.ours() + ":" + d.number()));
        pidVariables.forEach(name -> args.add("self=" + name));
        rlimits.forEach(
                (name, limit) -> args.add("rlimit=" + name + ":" + number(limit.soft()) + ":" + number(limit.hard())));
        confinement.addTo(args);
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

    /** The environment in the form of execve(2); the executor replaces values, and adds no variable. */
    List<String> environmentWords() {
        Map<String, String> all = new LinkedHashMap<>(environment);
        pidVariables.forEach(name -> all.put(name, "0"));
        return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private static String number(long limit) {
        return limit == ResourceLimits.INFINITY ? "infinity" : Long.toString(limit);
    }
}
