package org.sideros.start.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.Signals;
import org.sideros.start.os.Spawn;
import org.sideros.start.os.WaitStatus;

/** What is told of a process, with executors that behave in every way. */
class ProcessTableTest {
    private static final String READY = "printf '\\0\\0\\0\\0\\0\\0\\0\\0' >&3\n";

    @TempDir
    Path directory;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final ProcessListener listener = new ProcessListener() {
        @Override
        public void executed(int pid) {
            told.add("executed");
        }

        @Override
        public void notExecuted(int pid, ExecutorFailure failure) {
            told.add("not executed: " + failure.step().word() + " " + failure.errno() + " " + failure.object());
        }

        @Override
        public void exited(int pid, WaitStatus status) {
            told.add("exited: " + (status.signalled() ? "signal " : "code ") + status.value());
        }
    };

    private List<String> tellOf(String executor) throws Exception {
        Path script = Files.writeString(
                directory.resolve("executor"), "#!/bin/bash\neval \"exec 3>&${1#report=}\"\n" + executor + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        EventLoop loop = new EventLoop(Throwable::printStackTrace);
        try {
            ProcessTable table = new ProcessTable(loop, script);
            int pid = table.spawn(spec(), listener);
            List<String> all = new ArrayList<>();
            do {
                all.add(String.valueOf(told.poll(Patience.LONG.toSeconds(), TimeUnit.SECONDS)));
            } while (all.getLast().contains("executed"));
            assertFalse(table.contains(pid));
            return all;
        } finally {
            loop.close();
        }
    }

    private static LaunchSpec spec() {
        return new LaunchSpec(
                List.of("program"),
                Map.of("PATH", "/usr/bin:/bin"),
                Optional.empty(),
                "null",
                "null",
                OptionalInt.empty(),
                0,
                OptionalInt.empty(),
                Map.of(),
                Optional.empty(),
                false,
                Path.of("/"));
    }

    @Test
    void aProgramThatWasReachedIsToldBeforeItsExit() throws Exception {
        assertEquals(List.of("executed", "exited: code 7"), tellOf(READY + "exec 3>&-\nexit 7"));
    }

    @Test
    void itIsToldEvenWhenAnotherProcessHoldsTheReportOpen() throws Exception {
        Path holder = directory.resolve("holder");
        try {
            assertEquals(
                    List.of("executed", "exited: code 7"),
                    tellOf(READY + "sleep 1000 &\necho $! > " + holder + "\nexit 7"));
        } finally {
            Kernel.kill(Integer.parseInt(Files.readString(holder).strip()), Signals.KILL);
        }
    }

    @Test
    @SuppressWarnings("EnumOrdinal") // The position is the number on the wire.
    void aFailureIsToldBeforeTheExit() throws Exception {
        assertEquals(
                List.of("not executed: exec 2 /a b", "exited: code 127"),
                tellOf(READY + "printf '\\" + Integer.toOctalString(ExecutorStep.EXEC.ordinal())
                        + "\\0\\0\\0\\002\\0\\0\\0/a b' >&3\nexit 127"));
    }

    @Test
    void anExecutorThatDiesEarlyHasExecutedNothing() throws Exception {
        assertEquals(List.of("exited: signal 9"), tellOf("kill -9 $$"));
    }

    @Test
    void aProgramGetsTheDescriptorsMeantForItAndItsOwnPid() throws Exception {
        EventLoop loop = new EventLoop(Throwable::printStackTrace);
        Fd[] one = Spawn.pipe();
        Fd[] two = Spawn.pipe();
        try {
            ProcessTable table =
                    new ProcessTable(loop, Path.of("target/native/start-exec").toAbsolutePath());
            // Among them the numbers of ours that the executor itself could be using.
            List<PassedDescriptor> passed = List.of(
                    new PassedDescriptor(one[1].number(), two[1].number()),
                    new PassedDescriptor(two[1].number(), one[1].number()),
                    new PassedDescriptor(one[1].number(), 3));
            String script = "echo one >&$1; echo two >&$2; echo three >&3; echo $((LISTEN_PID - $$)) >&3;"
                    + " (cd /proc/$$/fd; echo *) >&3";
            LaunchSpec spec = new LaunchSpec(
                            List.of(
                                    "bash",
                                    "-c",
                                    script,
                                    "sh",
                                    String.valueOf(two[1].number()),
                                    String.valueOf(one[1].number())),
                            Map.of("PATH", "/usr/bin:/bin"),
                            Optional.empty(),
                            "null",
                            "null",
                            OptionalInt.empty(),
                            0,
                            OptionalInt.empty(),
                            Map.of(),
                            Optional.empty(),
                            false,
                            Path.of("/"))
                    .passing(passed, Set.of("LISTEN_PID"));
            table.spawn(spec, listener);
            assertEquals("executed", told.poll(60, TimeUnit.SECONDS));
            assertEquals("exited: code 0", told.poll(60, TimeUnit.SECONDS));
            assertEquals("two\n", new String(two[0].read(1000), UTF_8));
            List<String> lines = new String(one[0].read(1000), UTF_8).lines().toList();
            assertEquals(List.of("one", "three", "0"), lines.subList(0, 3));
            Set<String> open = Set.of(lines.get(3).split(" ", -1));
            assertEquals(
                    Stream.of(0, 1, 2, 3, one[1].number(), two[1].number())
                            .map(String::valueOf)
                            .collect(Collectors.toSet()),
                    open.stream().filter(fd -> !fd.equals("255")).collect(Collectors.toSet()));
            assertEquals(1, one[1].write(new byte[1]), "ours is still open");
        } finally {
            for (Fd fd : List.of(one[0], one[1], two[0], two[1])) {
                fd.close();
            }
            loop.close();
        }
    }
}
