package org.sideros.start.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.init.SupervisorProcess.eventually;
import static org.sideros.start.init.SupervisorProcess.file;
import static org.sideros.start.init.SupervisorProcess.prepare;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.os.Kernel;
import org.sideros.start.service.ServiceState;

/** Where a supervisor lives, what may be in its way, and how it ends. */
@Tag("forks")
class EdgeCase25Test {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    /** Whether it runs: one that has ended may wait for its parent to ask how. */
    private static boolean alive(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aMissingRuntimeDirectoryIsMadeAndSigtermIsAnOrderlyEnd() throws Exception {
        prepare(directory, "deep/down/run");
        file(directory, "sleeper", SLEEP);
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory)) {
            supervisor.awaitAnswer("deep/down/run");
            int pid = supervisor
                    .awaitState("deep/down/run", "sleeper", ServiceState.ACTIVE)
                    .pid()
                    .orElseThrow();
            assertTrue(alive(pid));
            supervisor.signal("SIGTERM");
            assertEquals(0, supervisor.status(), supervisor.said());
            assertFalse(alive(pid));
            assertFalse(Files.exists(directory.resolve("deep/down/run/control.sock")));
        }
    }

    @Test
    void aSecondSupervisorIsRefusedAndTheFirstNoticesNothing() throws Exception {
        prepare(directory, "run");
        file(directory, "sleeper", SLEEP);
        try (SupervisorProcess first = SupervisorProcess.start(directory).awaitAnswer("run");
                SupervisorProcess second = SupervisorProcess.start(directory)) {
            int pid = first.awaitState("run", "sleeper", ServiceState.ACTIVE)
                    .pid()
                    .orElseThrow();
            assertEquals(8, second.status());
            assertTrue(second.said().contains("another supervisor runs on " + directory.resolve("run")), second.said());
            assertTrue(first.answers("run"));
            assertTrue(alive(pid));
        }
    }

    @Test
    void aStaleSocketIsReplaced() throws Exception {
        prepare(directory, "run");
        Path socket = Files.createDirectory(directory.resolve("run")).resolve("control.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory)) {
            supervisor.awaitAnswer("run");
        }
    }

    @Test
    void whatIsNoSocketIsLeftAloneAndNamed() throws Exception {
        prepare(directory, "run");
        Path socket = Files.createDirectory(directory.resolve("run")).resolve("control.sock");
        Files.writeString(socket, "precious");
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory)) {
            assertNotEquals(0, supervisor.status());
            assertTrue(supervisor.said().contains(socket.toString()), supervisor.said());
            assertEquals("precious", Files.readString(socket));
        }
    }

    @Test
    void aFileInTheWayOfTheRuntimeDirectoryIsNamed() throws Exception {
        prepare(directory, "plain/run");
        Files.writeString(directory.resolve("plain"), "");
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory)) {
            assertEquals(1, supervisor.status());
            assertTrue(supervisor.said().contains(directory.resolve("plain").toString()), supervisor.said());
        }
    }

    @Test
    void aReadOnlyRuntimeDirectoryIsNamed() throws Exception {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: mounts");
        prepare(directory, "run");
        Path run = Files.createDirectory(directory.resolve("run"));
        String mount = "mount --bind " + run + " " + run + " && mount -o remount,ro,bind " + run + " && exec \"$@\"";
        try (SupervisorProcess supervisor =
                SupervisorProcess.start(directory, "unshare", "-m", "sh", "-c", mount, "sh")) {
            assertEquals(1, supervisor.status());
            assertTrue(supervisor.said().contains(run + "/lock: Read-only file system"), supervisor.said());
        }
    }

    @Test
    void sighupReadsTheFilesAgain() throws Exception {
        prepare(directory, "run");
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory).awaitAnswer("run")) {
            file(directory, "newcomer", SLEEP);
            supervisor.signal("SIGHUP");
            assertTrue(supervisor
                    .awaitState("run", "newcomer", ServiceState.INACTIVE)
                    .pid()
                    .isEmpty());
        }
    }

    @Test
    void sigusr1MakesARemovedSocketAgain() throws Exception {
        prepare(directory, "run");
        try (SupervisorProcess supervisor = SupervisorProcess.start(directory).awaitAnswer("run")) {
            Files.delete(directory.resolve("run/control.sock"));
            assertFalse(supervisor.answers("run"));
            supervisor.signal("SIGUSR1");
            supervisor.awaitAnswer("run");
        }
    }

    @Test
    void afterADeathTheNextSupervisorRunsNothingTwice() throws Exception {
        prepare(directory, "run");
        file(directory, "sleeper", SLEEP);
        int orphan;
        try (SupervisorProcess first = SupervisorProcess.start(directory).awaitAnswer("run")) {
            orphan = first.awaitState("run", "sleeper", ServiceState.ACTIVE)
                    .pid()
                    .orElseThrow();
            first.signal("SIGKILL");
            assertNotEquals(0, first.status());
        }
        try (SupervisorProcess second = SupervisorProcess.start(directory).awaitAnswer("run")) {
            int pid = second.awaitState("run", "sleeper", ServiceState.ACTIVE)
                    .pid()
                    .orElseThrow();
            assertNotEquals(orphan, pid);
            eventually(() -> !alive(orphan));
        }
    }
}
