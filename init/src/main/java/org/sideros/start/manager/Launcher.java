package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.sideros.start.config.Command;
import org.sideros.start.config.Output;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.journal.LogFiles;
import org.sideros.start.os.Accounts;
import org.sideros.start.process.LaunchSpec;

/** Turns a definition into what the executor has to be told: names into numbers, targets of output into paths. */
final class Launcher {
    /** Name services may block, and in native code: not on the thread of a service. */
    private static final ExecutorService LOOKUPS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("lookup-", 0).factory());

    private final LogFiles logs;
    private final Path runtimeDir;

    Launcher(LogFiles logs, Path runtimeDir) {
        this.logs = logs;
        this.runtimeDir = runtimeDir;
    }

    /** Whom a service runs as, and what it is called. */
    private record Whom(Optional<Accounts.User> user, Optional<LaunchSpec.Identity> identity) {}

    /**
     * The launch of one command of a service, with {@code more} in its environment.
     *
     * @throws LaunchException when a name cannot be resolved or a file is missing; nothing was started then
     */
    LaunchSpec spec(
            ServiceConfig config, Command command, String invocation, Optional<Path> cgroup, Map<String, String> more)
            throws LaunchException {
        Whom whom = whom(config);
        Map<String, String> environment = ServiceEnvironment.of(config, whom.user(), runtimeDir.toString(), invocation);
        environment.putAll(more);
        LaunchSpec spec = new LaunchSpec(
                        command.expanded(environment),
                        environment,
                        cgroup,
                        output(config, config.stdout()),
                        output(config, config.stderr()),
                        config.umask(),
                        config.nice(),
                        config.oomScoreAdj(),
                        config.limits().rlimits(),
                        whom.identity(),
                        config.security().noNewPrivileges(),
                        config.workingDirectory().orElse(Path.of("/")))
                .confined(Confinements.of(config.security()));
        return config.tty().map(spec::on).orElse(spec);
    }

    private String output(ServiceConfig config, Output output) {
        return switch (output) {
            // Who has a terminal talks to it, unless its file says otherwise.
            case Output.Journal _ when config.tty().isPresent() -> "tty";
            case Output.Journal _ ->
                logs.file(config.name()).map(f -> "append:" + f).orElse("null");
            case Output.Truncate o -> "file:" + o.path();
            case Output.Append o -> "append:" + o.path();
            case Output.Null _ -> "null";
            case Output.Console _ -> "console";
            case Output.Inherit _ -> "inherit";
            case Output.Stdout _ -> "stdout";
        };
    }

    private static Whom whom(ServiceConfig config) throws LaunchException {
        if (config.user().isEmpty()
                && config.group().isEmpty()
                && config.supplementaryGroups().isEmpty()) {
            return new Whom(Optional.empty(), Optional.empty());
        }
        Optional<Accounts.User> user = Optional.empty();
        int uid = 0;
        if (config.user().isPresent()) {
            String name = config.user().get();
            user = lookup(() -> Accounts.user(name));
            uid = user.map(Accounts.User::uid).orElseGet(() -> number(name));
            if (uid < 0) {
                throw new LaunchException("user", 0, name + ": no such user");
            }
        }
        int gid = config.group().isPresent()
                ? group(config.group().get())
                : user.map(Accounts.User::gid).orElse(uid);
        List<Integer> groups = new ArrayList<>();
        if (user.isPresent()) {
            String name = user.get().name();
            for (int id : lookup(() -> Accounts.groups(name, gid))) {
                groups.add(id);
            }
        } else {
            groups.add(gid);
        }
        for (String name : config.supplementaryGroups()) {
            groups.add(group(name));
        }
        List<Integer> distinct = groups.stream().distinct().toList();
        return new Whom(user, Optional.of(new LaunchSpec.Identity(uid, gid, distinct)));
    }

    private static int group(String name) throws LaunchException {
        OptionalInt gid = lookup(() -> Accounts.group(name));
        if (gid.isEmpty()) {
            throw new LaunchException("group", 0, name + ": no such group");
        }
        return gid.getAsInt();
    }

    /** The number a name is, or -1: an id needs no entry in the user database. */
    private static int number(String name) {
        try {
            return Math.max(-1, Integer.parseInt(name));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static <T> T lookup(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, LOOKUPS).join();
    }
}
