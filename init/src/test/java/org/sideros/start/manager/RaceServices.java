package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.sideros.start.os.Kernel;

/**
 * Services at random, and their files. Thread-safe.
 *
 * <p>A main process has the variable {@link #MAIN} in its environment and leads its session. What it starts may have
 * inherited the variable for a moment, but leads no session until it has dropped it.
 */
final class RaceServices {
    /** The variable that marks a main process; its value is the name of the service. */
    static final String MAIN = "RACE_MAIN";

    private static final String OTHERS = "env -u " + MAIN + " ";

    /** What main processes do; each is the end of a shell script. */
    private static final List<String> LIVES = List.of(
            "exec sleep 1000",
            "exec sleep 1000",
            "exec sleep 1000",
            OTHERS + "sleep 1000 & wait",
            OTHERS + "setsid sleep 1000 & exec sleep 1000",
            OTHERS + "sleep 1000 & " + OTHERS + "setsid sleep 1000 & exit 0",
            "trap '' TERM; while :; do " + OTHERS + "sleep 1000; done",
            "trap 'exit 3' TERM; while :; do " + OTHERS + "sleep 0.05; done",
            "exec sleep 0.1",
            "sleep 0.05; exit 1",
            "kill -SEGV $$",
            "exec /no/such/program");

    /** What the commands of oneshots do. */
    private static final List<String> TASKS =
            List.of("exit 0", "exit 0", "sleep 0.1", OTHERS + "setsid sleep 1000 & exit 0", "exit 4", "sleep 1000");

    private static final String SAY =
            Path.of("target/native/notify").toAbsolutePath() + " \"$NOTIFY_SOCKET\" " + Kernel.effectiveUser() + " ";

    /** What services of type notify say before they live. */
    private static final List<String> MESSAGES = List.of(
            "READY=1",
            "READY=1",
            "READY=1",
            "STATUS=never",
            "STOPPING=1",
            "MAINPID=1",
            "WATCHDOG=1 READY=1 RELOADING=1");

    /** How daemons come to be; those that are formatted in are the name and the pid file. */
    private static final List<String> DAEMONS = List.of(
            "env " + MAIN + "=%1$s setsid sleep 1000 & echo $! > %2$s",
            "env " + MAIN + "=%1$s setsid sleep 1000 & sleep 0.1; echo $! > %2$s",
            "env " + MAIN + "=%1$s setsid sleep 0.2 & echo $! > %2$s",
            "echo 1 > %2$s",
            "sleep 1000 & exit 1");

    private static final List<String> HOOKS = List.of("exit 0", "sleep 0.1", "exit 1", "sleep 1000");

    private final Path directory;
    private final int count;
    private final ReentrantLock files = new ReentrantLock();

    RaceServices(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("s" + i);
        }
        return names;
    }

    String any(Random random) {
        return "s" + random.nextInt(count);
    }

    void writeAll(Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            write(i, random);
        }
    }

    /** Some service gets another definition, none, or a broken one. */
    void change(Random random) throws IOException {
        int i = random.nextInt(count);
        files.lock();
        try {
            switch (random.nextInt(4)) {
                case 0 -> Files.deleteIfExists(directory.resolve("services/s" + i + ".toml"));
                case 1 -> TestSupervisor.file(directory, "s" + i, "[service\n");
                default -> write(i, random);
            }
        } finally {
            files.unlock();
        }
    }

    private void write(int i, Random random) throws IOException {
        TestSupervisor.file(directory, "s" + i, definition(i, random));
    }

    private String definition(int i, Random random) {
        String name = "s" + i;
        StringBuilder toml = new StringBuilder("[service]\ndescription = \"number " + random.nextInt() + "\"\n");
        String policy = List.of("no", "on-failure", "always").get(random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0 -> toml.append("type = \"target\"\n");
            case 1 -> {
                policy = policy.equals("always") ? "no" : policy;
                toml.append("type = \"oneshot\"\nremain_after_exit = ").append(random.nextBoolean());
                toml.append("\nexec = [").append(main(name, any(TASKS, random)));
                toml.append(random.nextBoolean() ? ", " + main(name, any(TASKS, random)) : "");
                toml.append("]\n").append(hooks(random));
            }
            case 2 -> {
                toml.append("type = \"notify\"\nnotify_access = \"all\"\nexec = ");
                toml.append(main(name, SAY + any(MESSAGES, random) + "; " + any(LIVES, random)));
                toml.append('\n').append(hooks(random));
            }
            case 3 -> {
                Path pidFile = directory.resolve(name + ".pid");
                toml.append("type = \"forking\"\n");
                toml.append(random.nextBoolean() ? "pid_file = \"" + pidFile + "\"\n" : "");
                toml.append("exec = ").append(shell(any(DAEMONS, random).formatted(name, pidFile)));
                toml.append('\n').append(hooks(random));
            }
            default -> {
                toml.append("type = \"simple\"\nexec = ").append(main(name, any(LIVES, random)));
                toml.append('\n').append(hooks(random));
            }
        }
        toml.append("[service.restart]\npolicy = \"").append(policy);
        toml.append("\"\ndelay = \"").append(random.nextInt(100)).append("ms\"\nmax_attempts = ");
        toml.append(1 + random.nextInt(4)).append("\nreset_after = \"1h\"\n");
        toml.append("[service.timeout]\nstart = \"3s\"\nstop = \"")
                .append(100 + random.nextInt(400))
                .append("ms\"\n");
        toml.append("[service.stop]\nmode = \"")
                .append(random.nextBoolean() ? "group" : "mixed")
                .append("\"\n[service.dependencies]\n");
        toml.append("requires = ").append(some(i, random, 4)).append('\n');
        toml.append("wants = ").append(some(i, random, 3)).append('\n');
        toml.append("after = ").append(some(i, random, 6)).append('\n');
        toml.append("binds_to = ").append(some(i, random, 1)).append('\n');
        toml.append("part_of = ").append(some(i, random, 1)).append('\n');
        toml.append("conflicts = ").append(some(i, random, 1)).append('\n');
        return toml.toString();
    }

    private static String hooks(Random random) {
        StringBuilder toml = new StringBuilder();
        for (String hook : List.of("start_pre", "start_post", "reload", "stop", "stop_post")) {
            if (random.nextInt(8) == 0) {
                toml.append("exec_").append(hook).append(" = [").append(shell(any(HOOKS, random)));
                toml.append("]\n");
            }
        }
        return toml.toString();
    }

    private static String main(String name, String script) {
        return "[\"env\", \"" + MAIN + "=" + name + "\", \"sh\", \"-c\", '''" + script + "''']";
    }

    private static String shell(String script) {
        return "[\"sh\", \"-c\", '''" + script + "''']";
    }

    private static String any(List<String> choice, Random random) {
        return choice.get(random.nextInt(choice.size()));
    }

    /** Names of lower numbers, so that there is no cycle. */
    private static String some(int i, Random random, int percent) {
        List<String> some = new ArrayList<>();
        for (int j = 0; j < i; j++) {
            if (random.nextInt(100) < percent) {
                some.add("\"s" + j + "\"");
            }
        }
        return some.toString();
    }
}
