package org.sideros.start.natives;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real PID 1: start-init in pid and mount namespaces of its own, with a shell script as the supervisor. Its kernel log
 * is the file {@code kmsg}. The script finds {@code $PROBE} and {@code $DIR}, and writes files there for the test to read.
 */
final class PidNamespace implements AutoCloseable {
    private static final Duration HANG = Duration.ofMinutes(5);

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> around = new ArrayList<>();
    private String preparation = "";
    private Process unshare;

    PidNamespace(Path directory, String supervisor) throws IOException {
        this.directory = directory;
        Path script = NativePrograms.script(directory.resolve("supervisor"), "#!/bin/sh\n" + supervisor);
        environment.put("START_SUPERVISOR", script.toString());
        environment.put("PROBE", NativePrograms.probe());
        environment.put("DIR", directory.toString());
    }

    /** A variable of start-init's. */
    PidNamespace with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A command that start-init is executed by, in the namespace. */
    PidNamespace by(String... command) {
        before.addAll(List.of(command));
        return this;
    }

    /** Commands of a shell that is to become PID 1. */
    PidNamespace prepared(String commands) {
        preparation = commands;
        return this;
    }

    /** With a terminal, which is the console in the namespace. */
    PidNamespace withConsole() {
        preparation = "mount --bind \"$(tty)\" /dev/console; ";
        around.add("script");
        return this;
    }

    PidNamespace start(String... words) throws IOException {
        Files.writeString(directory.resolve("kmsg"), "");
        List<String> inner = new ArrayList<>(List.of(
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                "mount --bind $DIR/kmsg /dev/kmsg; " + preparation + "exec \"$@\"",
                "sh"));
        inner.addAll(before);
        inner.add(NativePrograms.program("start-init"));
        inner.addAll(List.of(words));
        List<String> command = inner;
        if (!around.isEmpty()) {
            StringBuilder line = new StringBuilder("exec");
            inner.forEach(word -> line.append(" '").append(word).append('\''));
            command = List.of("script", "--quiet", "--return", "--command", line.toString(), "/dev/null");
        }
        unshare = NativePrograms.start(environment, command, directory.resolve("out"), directory.resolve("err"));
        return this;
    }

    /** The exit status of PID 1. */
    int status() throws Exception {
        if (!unshare.waitFor(HANG.toSeconds(), TimeUnit.SECONDS)) {
            fail("PID 1 still runs:\n" + everything());
        }
        return unshare.exitValue();
    }

    boolean isAlive() {
        return unshare.isAlive();
    }

    /** A file the supervisor writes, once it has at least so many lines. */
    List<String> lines(String name, int count) {
        Path file = directory.resolve(name);
        try {
            await().atMost(HANG)
                    .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= count);
            return Files.readAllLines(file);
        } catch (ConditionTimeoutException | IOException e) {
            return fail("not " + count + " lines in " + name + ":\n" + everything(), e);
        }
    }

    /** The pid of PID 1 in our own namespace. */
    long shim() {
        ProcessHandle handle = unshare.toHandle();
        while (!handle.info().command().orElse("").endsWith("/start-init")) {
            if (!unshare.isAlive()) {
                fail("PID 1 ended:\n" + everything());
            }
            handle = handle.children().findFirst().orElse(unshare.toHandle());
        }
        return handle.pid();
    }

    /** All that was written, to explain a failure by. */
    String everything() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("out", "err", "kmsg", "log")) {
            try {
                text.append(name).append(":\n").append(NativePrograms.read(directory.resolve(name)));
            } catch (IOException e) {
                text.append(e).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        unshare.descendants().forEach(ProcessHandle::destroyForcibly);
        unshare.destroyForcibly();
        unshare.onExit().join();
    }
}
