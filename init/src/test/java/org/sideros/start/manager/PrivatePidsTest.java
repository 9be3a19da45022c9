package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;
import static org.sideros.start.manager.TestSupervisor.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.Signals;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;

/** {@code private_pids}: a service that sees only itself, and is still the supervisor's own child. */
@Tag("forks")
final class PrivatePidsTest {
    @TempDir
    Path directory;

    private TestSupervisor supervisor;

    private void open(String... global) throws IOException {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: namespaces");
        TestSupervisor.prepare(directory, global);
        supervisor = TestSupervisor.open(directory);
    }

    @BeforeEach
    void open() throws IOException {
        open(new String[0]);
    }

    @AfterEach
    void close() {
        if (supervisor != null) {
            supervisor.close();
        }
    }

    private void define(String keys, String... command) throws IOException {
        file(directory, "subject", """
                [service]
                exec = ["%s"]
                %s
                [service.restart]
                policy = "no"
                [service.security]
                private_pids = true
                """.formatted(String.join("\", \"", command), keys));
        supervisor.manager().reload(TestSupervisor.TEST);
    }

    private int started() {
        assertEquals(Optional.empty(), supervisor.start("subject").error());
        return supervisor.status("subject").pid().orElseThrow();
    }

    private List<Integer> left() throws IOException {
        return TestSupervisor.processes(directory);
    }

    private static String name(int pid) {
        return text(Path.of("/proc/" + pid + "/comm")).strip();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void itSeesOnlyItselfAndItsOwn() throws IOException {
        long me = ProcessHandle.current().pid();
        define(
                "type = \"oneshot\"",
                "sh",
                "-c",
                "echo $$; ls -d /proc/[0-9]*; kill -0 " + me + " 2>/dev/null || echo not seen; ls -A /proc/1/root/");
        supervisor.start("subject");
        List<String> seen = supervisor.lines("run/log/subject.log");
        assertEquals("2", seen.getFirst(), "not number 1, which ignores signals");
        // The first, and the shell, which has not made ls yet.
        assertEquals(2, seen.stream().filter(line -> line.startsWith("/proc/")).count(), seen::toString);
        assertEquals("not seen", seen.getLast(), "nor is the system's root to be had through number 1");
    }

    @Test
    void theSupervisorsPidIsTheServiceItself() throws IOException {
        define("", "sleep", "1000");
        int pid = started();
        eventually(() -> name(pid).equals("sleep"));
        String status = text(Path.of("/proc/" + pid + "/status"));
        assertTrue(status.contains("PPid:\t" + ProcessHandle.current().pid() + "\n"), status);
        assertTrue(status.contains("NSpid:\t" + pid + "\t2\n"), status);
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            assertEquals(3, fds.count());
        }
        int first = left().stream().filter(p -> p != pid).findFirst().orElseThrow();
        assertEquals("start-pids", name(first));
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + first + "/fd"))) {
            assertEquals(1, fds.count(), "number 1 holds the service's process and nothing else");
        }
    }

    @Test
    void itsSignalsReachItThoughItHasNoHandlers() throws IOException {
        define("", "sleep", "1000");
        int pid = started();
        supervisor.stop("subject");
        assertEquals(Optional.of("SIGTERM"), supervisor.status("subject").exitSignal());
        assertEquals(ServiceState.INACTIVE, supervisor.status("subject").state());
        assertTrue(Files.notExists(Path.of("/proc/" + pid)));
        eventually(() -> left().isEmpty());
    }

    @Test
    void itsExitCodeIsTheServices() throws IOException {
        define("", "sh", "-c", "exit 41");
        supervisor.start("subject");
        assertEquals(
                OptionalInt.of(41),
                supervisor.awaitState("subject", ServiceState.FAILED).exitCode());
        assertEquals(Result.EXIT_CODE, supervisor.status("subject").result());
    }

    @ParameterizedTest
    @EnumSource(TestSupervisor.Tracking.class)
    void allOfItDiesWithItsMainProcess(TestSupervisor.Tracking tracking) throws Exception {
        close();
        open(tracking.line(directory));
        define("", "sh", "-c", "for i in 1 2 3; do setsid sleep 1000 & done; (trap '' TERM HUP; sleep 1000) & wait");
        int pid = started();
        eventually(() -> left().size() >= 6);
        Kernel.kill(pid, Signals.KILL);
        eventually(() -> left().isEmpty());
        assertEquals(
                Optional.of("SIGKILL"),
                supervisor.awaitState("subject", ServiceState.FAILED).exitSignal());
    }

    @Test
    void orphansAreReapedInside() throws IOException {
        define("", "bash", "-c", "for i in {1..20}; do (sleep 0 &) ; done; exec sleep 1000");
        int pid = started();
        eventually(() -> name(pid).equals("sleep"));
        eventually(() -> left().size() == 2);
        Path children = Path.of("/proc/" + pid + "/task/" + pid + "/children");
        int first = left().stream().filter(p -> p != pid).findFirst().orElseThrow();
        eventually(() -> text(children).isBlank());
        eventually(() ->
                text(Path.of("/proc/" + first + "/task/" + first + "/children")).isBlank());
    }

    @Test
    void whatCannotBeExecutedIsNamedAsEver() throws IOException {
        define("", "/no/such/program");
        assertEquals("subject: exec /no/such/program: No such file or directory", supervisor.failure("subject"));
        define("user = \"65534\"\nworking_directory = \"/no/such/place\"", "sleep", "1000");
        assertEquals("subject: cwd /no/such/place: No such file or directory", supervisor.failure("subject"));
        eventually(() -> left().isEmpty());
    }

    @Test
    void nothingIsLeftWithTheSupervisor() throws IOException {
        define("type = \"oneshot\"", "true");
        supervisor.start("subject");
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.empty(), supervisor.start("subject").error());
        }
        long me = ProcessHandle.current().pid();
        eventually(() -> descriptors() <= before);
        eventually(
                () -> text(Path.of("/proc/" + me + "/task/" + me + "/children")).isBlank());
    }
}
