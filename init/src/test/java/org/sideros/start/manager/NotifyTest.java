package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.done;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.os.NotifySender;
import org.sideros.start.os.PosixException;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;

/** What services of type {@code notify} say, and what follows (sd_notify(3)). */
class NotifyTest {
    static final String SPEAKER =
            Path.of("target/native/notify").toAbsolutePath().toString();

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    /** A main process that says and does these things. */
    static String speaker(String... steps) {
        return Stream.concat(Stream.of(SPEAKER, "-", "0"), Stream.of(steps))
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\n", "\\n") + "\"")
                .collect(Collectors.joining(", ", "exec = [", "]\n"));
    }

    private TestSupervisor open(String exec, String... more) throws IOException {
        file(directory, "n", "[service]\ntype = \"notify\"\n" + exec + String.join("\n", more));
        return TestSupervisor.open(directory);
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private void go(String name) throws IOException {
        Files.createFile(directory.resolve(name));
    }

    @Test
    void itIsActiveWhenItSaysReadyAndItsStatusIsShown() throws IOException {
        try (TestSupervisor s =
                open(speaker("STATUS=loading", "wait:" + at("go"), "STATUS=serving\nREADY=1", "pause:"))) {
            var started = s.manager().start(List.of("n"), TestSupervisor.TEST);
            eventually(() -> s.status("n").statusText().equals(Optional.of("loading")));
            assertEquals(ServiceState.STARTING, s.status("n").state());
            go("go");
            assertTrue(done(started).results().getFirst().error().isEmpty());
            assertEquals(ServiceState.ACTIVE, s.status("n").state());
            assertEquals(Optional.of("serving"), s.status("n").statusText());
        }
    }

    @Test
    void anAbstractSocketWorksToo() throws IOException {
        String name = "notify_socket = \"@start-test-" + ProcessHandle.current().pid() + "\"\n";
        try (TestSupervisor s = open(speaker("READY=1", "pause:"), name)) {
            assertTrue(s.start("n").error().isEmpty());
        }
    }

    @Test
    void anExitBeforeReadyIsAFailedStartEvenWithStatusZero() throws IOException {
        try (TestSupervisor s = open(speaker("STATUS=bye"))) {
            assertTrue(s.start("n").error().isPresent());
            assertEquals(ServiceState.FAILED, s.status("n").state());
        }
    }

    @Test
    void aServiceThatStopsItselfIsStoppingAndThenInactive() throws IOException {
        try (TestSupervisor s = open(speaker("READY=1", "wait:" + at("go"), "STOPPING=1", "wait:" + at("end")))) {
            assertTrue(s.start("n").error().isEmpty());
            go("go");
            s.awaitState("n", ServiceState.STOPPING);
            go("end");
            s.awaitState("n", ServiceState.INACTIVE);
        }
    }

    @Test
    void aServiceThatReloadsIsReloadingUntilItIsReady() throws IOException {
        try (TestSupervisor s = open(speaker(
                "READY=1",
                "wait:" + at("go"),
                "RELOADING=1\nMONOTONIC_USEC=1",
                "wait:" + at("end"),
                "READY=1",
                "pause:"))) {
            assertTrue(s.start("n").error().isEmpty());
            go("go");
            eventually(() -> s.status("n").substate().equals("reloading"));
            go("end");
            eventually(() -> s.status("n").substate().equals("running"));
        }
    }

    @Test
    void aMissedKeepAliveIsAWatchdogAbort() throws IOException {
        try (TestSupervisor s =
                open(speaker("READY=1", "tell:" + at("env"), "pause:"), "[service.timeout]\nwatchdog = \"300ms\"\n")) {
            assertTrue(s.start("n").error().isEmpty());
            s.awaitState("n", ServiceState.FAILED);
            assertEquals(Result.WATCHDOG, s.status("n").result());
            assertEquals(Optional.of("SIGABRT"), s.status("n").exitSignal());
            assertTrue(s.lines("env").contains("WATCHDOG_USEC=300000"));
            assertTrue(s.lines("env")
                    .contains("WATCHDOG_PID=" + s.lines("env").getFirst().substring(4)));
        }
    }

    @Test
    void keepAlivesKeepItAliveAndTheServiceMayChangeItsInterval() throws IOException {
        try (TestSupervisor s =
                open(speaker("READY=1", "every:20:WATCHDOG=1"), "[service.timeout]\nwatchdog = \"2s\"\n")) {
            assertTrue(s.start("n").error().isEmpty());
            long end = System.nanoTime() + 3_000_000_000L;
            eventually(() -> System.nanoTime() > end);
            assertEquals(ServiceState.ACTIVE, s.status("n").state());
        }
    }

    @Test
    void aServiceMaySetAWatchdogOfItsOwn() throws IOException {
        try (TestSupervisor s = open(speaker("READY=1", "WATCHDOG_USEC=200000", "pause:"))) {
            assertTrue(s.start("n").error().isEmpty());
            s.awaitState("n", ServiceState.FAILED);
            assertEquals(Result.WATCHDOG, s.status("n").result());
        }
    }

    @Test
    void aTriggeredWatchdogAbortsAtOnce() throws IOException {
        try (TestSupervisor s = open(speaker("READY=1", "WATCHDOG=trigger", "pause:"))) {
            s.start("n");
            s.awaitState("n", ServiceState.FAILED);
            assertEquals(Result.WATCHDOG, s.status("n").result());
            assertEquals(Optional.of("SIGABRT"), s.status("n").exitSignal());
        }
    }

    @Test
    void theStartTimeOutHoldsAndIsExtendedOnRequest() throws IOException {
        String limit = "[service.timeout]\nstart = \"500ms\"\n";
        try (TestSupervisor s = open(speaker("pause:"), limit)) {
            assertTrue(s.start("n").error().isPresent());
            assertEquals(Result.TIMEOUT, s.status("n").result());
        }
        try (TestSupervisor s =
                open(speaker("EXTEND_TIMEOUT_USEC=100000000", "wait:" + at("go"), "READY=1", "pause:"), limit)) {
            var started = s.manager().start(List.of("n"), TestSupervisor.TEST);
            long end = System.nanoTime() + 1_000_000_000L;
            eventually(() -> System.nanoTime() > end);
            assertEquals(ServiceState.STARTING, s.status("n").state());
            go("go");
            assertTrue(done(started).results().getFirst().error().isEmpty());
        }
    }

    @Test
    void storedDescriptorsComeBackWithTheirNamesAfterARestart() throws IOException {
        go("kept");
        String kept = at("kept");
        try (TestSupervisor s = open(speaker(
                "tell:" + at("env"),
                "store:" + kept + ":FDSTORE=1\nFDNAME=one\nFDPOLL=0",
                "barrier:",
                "READY=1",
                "pause:"))) {
            assertTrue(s.start("n").error().isEmpty());
            assertFalse(s.lines("env").stream().anyMatch(line -> line.startsWith("LISTEN_")));
            assertTrue(s.restart("n").error().isEmpty());
            int pid = s.status("n").pid().orElseThrow();
            assertTrue(s.lines("env")
                    .containsAll(List.of("pid=" + pid, "LISTEN_PID=" + pid, "LISTEN_FDS=1", "LISTEN_FDNAMES=one")));
            assertEquals(Path.of(kept).toRealPath(), Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/3")));
        }
    }

    @Test
    void onlyTheMainProcessIsHeardUnlessAllAreMeantToBe() throws IOException {
        String body = SPEAKER + " - 0 STATUS=child READY=1 barrier:; exec " + SPEAKER + " - 0 wait:" + at("go")
                + " READY=1 pause:";
        String exec = "exec = [\"sh\", \"-c\", '''" + body + "''']\n";
        try (TestSupervisor s = open(exec)) {
            var started = s.manager().start(List.of("n"), TestSupervisor.TEST);
            eventually(() -> s.status("n").pid().isPresent()
                    && TestSupervisor.text(
                                    Path.of("/proc/" + s.status("n").pid().getAsInt() + "/cmdline"))
                            .startsWith(SPEAKER));
            assertEquals(ServiceState.STARTING, s.status("n").state());
            assertFalse(s.status("n").statusText().equals(Optional.of("child")));
            go("go");
            assertTrue(done(started).results().getFirst().error().isEmpty());
        }
        Files.delete(directory.resolve("go"));
        try (TestSupervisor s = open(exec, "notify_access = \"all\"\n")) {
            assertTrue(s.start("n").error().isEmpty());
            assertEquals(Optional.of("child"), s.status("n").statusText());
        }
    }

    @Test
    void hooksAreHeardWithAccessExec() throws IOException {
        String hook = "exec_start_post = [\"" + SPEAKER + " - 0 STATUS=hook\"]\n";
        try (TestSupervisor s = open(speaker("READY=1", "pause:"), hook)) {
            assertTrue(s.start("n").error().isEmpty());
            assertEquals(Optional.empty(), s.status("n").statusText());
        }
        try (TestSupervisor s = open(speaker("READY=1", "pause:"), hook, "notify_access = \"exec\"\n")) {
            assertTrue(s.start("n").error().isEmpty());
            assertEquals(Optional.of("hook"), s.status("n").statusText());
        }
    }

    @Test
    void strangersAreNotHeard() throws IOException, PosixException {
        try (TestSupervisor s = open(speaker("wait:" + at("go"), "READY=1", "pause:"), "notify_access = \"all\"\n")) {
            var started = s.manager().start(List.of("n"), TestSupervisor.TEST);
            eventually(() -> s.status("n").substate().equals("wait-ready"));
            NotifySender.sendAll(at("run/notify/n"), List.of("STATUS=stranger\nREADY=1"));
            go("go");
            assertTrue(done(started).results().getFirst().error().isEmpty());
            assertFalse(s.status("n").statusText().equals(Optional.of("stranger")));
        }
    }

    @Test
    void mainPidMovesToAnotherProcessOfTheService() throws IOException {
        String body = "sleep 1000 & echo $! > " + at("child") + "; exec " + SPEAKER
                + " - 0 \"MAINPID=$!\" barrier: READY=1 pause:";
        try (TestSupervisor s = open("exec = [\"sh\", \"-c\", '''" + body + "''']\nnotify_access = \"all\"\n")) {
            assertTrue(s.start("n").error().isEmpty());
            assertEquals(
                    OptionalInt.of(Integer.parseInt(s.lines("child").getFirst())),
                    s.status("n").pid());
            assertTrue(s.stop("n").error().isEmpty());
            assertEquals(List.of(), TestSupervisor.processes(directory));
        }
    }
}
