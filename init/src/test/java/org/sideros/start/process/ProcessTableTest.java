package org.sideros.start.process;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.Signals;
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
        Path script = Files.writeString(directory.resolve("executor"), "#!/bin/bash\neval \"exec 3>&${1#report=}\"\n" + executor + "\n");
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
}
