package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Timeouts;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Processes of a program, supervised without control groups, as most programs have to. */
class ProcessSupervisorTest {
    @TempDir
    Path directory;

    private ProcessSupervisor supervisor;

    @BeforeEach
    void open() throws IOException {
        supervisor = ProcessSupervisor.open(ManagerOptions.DEFAULT
                .withExecutor(Path.of("target/native/start-exec"))
                .withCgroupRoot(directory.resolve("no-cgroups"))
                .withRuntimeDir(directory.resolve("run")));
    }

    @AfterEach
    void close() throws IOException {
        supervisor.close();
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void itKnowsHowAProcessEnded() throws Exception {
        ProcessSupervisor.Handle handle = supervisor.spawn("sh", "-c", "exit 3");
        ServiceStatus ended = handle.awaitEnd();
        assertEquals(OptionalInt.of(3), ended.exitCode());
        assertEquals(Result.EXIT_CODE, ended.result());
        assertFalse(supervisor.isRunning(handle));
        assertEquals(OptionalInt.of(3), supervisor.terminate(handle).exitCode());
    }

    @Test
    void argumentsAreTakenAsTheyAre() throws Exception {
        Path file = directory.resolve("arguments");
        supervisor
                .spawn("sh", "-c", "printf '<%s>' \"$@\" > " + file, "sh", "a b", "$HOME", "", "'é")
                .awaitEnd();
        assertEquals("<a b><$HOME><><'é>", Files.readString(file));
    }

    @Test
    void terminatingTakesEverythingAlongAndNothingIsRestarted() throws Exception {
        Path pids = directory.resolve("pids");
        ProcessSupervisor.Handle handle = supervisor.spawn(ServiceConfig.builder("family")
                .exec(
                        "sh",
                        "-c",
                        "(setsid sleep 1000 & echo $! >> " + pids + "); sleep 1000 & echo $! >> " + pids
                                + "; echo $$ >> " + pids + "; while :; do sleep 0.1; done")
                .restart(RestartPolicy.ALWAYS, Duration.ofMillis(10), 0)
                .build());
        await().atMost(Patience.LONG)
                .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 3);
        assertTrue(supervisor.isRunning(handle));
        assertEquals(ServiceState.INACTIVE, supervisor.terminate(handle).state());
        for (String pid : Files.readAllLines(pids)) {
            assertFalse(TestSupervisor.alive(Integer.parseInt(pid)));
        }
        assertEquals(0, handle.status().restartsTotal());
    }

    @Test
    void whoIgnoresTheSignalIsKilledWhenItsTimeIsOver() throws Exception {
        Path ready = directory.resolve("ready");
        ServiceConfig.Builder config = ServiceConfig.builder("stubborn")
                .exec("sh", "-c", "trap '' TERM; echo > " + ready + "; while :; do sleep 0.1; done");
        Timeouts usual = config.build().timeouts();
        ProcessSupervisor.Handle handle = supervisor.spawn(config.timeouts(new Timeouts(
                        usual.start(), Duration.ofMillis(200), usual.reload(), usual.watchdog(), usual.runtimeMax()))
                .build());
        await().atMost(Patience.LONG).until(() -> Files.exists(ready));
        ServiceStatus ended = supervisor.terminate(handle);
        assertEquals("SIGKILL", ended.exitSignal().orElseThrow());
        assertEquals(Result.TIMEOUT, ended.result());
    }

    @Test
    void aStoppedProcessIsTerminatedAtOnce() throws Exception {
        ProcessSupervisor.Handle handle = supervisor.spawn("sleep", "1000");
        int pid = handle.status().pid().orElseThrow();
        supervisor.spawn("kill", "-STOP", Integer.toString(pid)).awaitEnd();
        assertEquals("SIGTERM", supervisor.terminate(handle).exitSignal().orElseThrow());
    }

    @Test
    void whatCannotBeExecutedIsNotTriedAgainAndItsNameIsFree() throws Exception {
        ServiceConfig config = ServiceConfig.builder("absent")
                .exec("/no/such/program")
                .restart(RestartPolicy.ALWAYS, Duration.ofMillis(10), 0)
                .build();
        StartError.StartFailed error = assertThrows(StartError.StartFailed.class, () -> supervisor.spawn(config));
        assertEquals("exec", error.step());
        await().atMost(Patience.LONG)
                .untilAsserted(() -> assertThrows(StartError.StartFailed.class, () -> supervisor.spawn(config)));
    }

    @Test
    void twoProcessesOfOneNameAreRefused() throws Exception {
        ServiceConfig config =
                ServiceConfig.builder("one").exec("sleep", "1000").build();
        supervisor.spawn(config);
        assertThrows(StartError.Refused.class, () -> supervisor.spawn(config));
    }

    @Test
    void otherChildrenOfTheProgramAreLeftAlone() throws Exception {
        for (int i = 0; i < 50; i++) {
            ProcessSupervisor.Handle ours = supervisor.spawn("sh", "-c", "exit 4");
            Process theirs = new ProcessBuilder("sh", "-c", "exit 5").start();
            assertEquals(5, theirs.waitFor());
            assertEquals(OptionalInt.of(4), ours.awaitEnd().exitCode());
        }
        Process survivor = new ProcessBuilder("sleep", "1000").start();
        try {
            supervisor.close();
            assertTrue(survivor.isAlive());
        } finally {
            survivor.destroyForcibly();
        }
    }

    @Test
    void aRelativePathIsOneOfThisProgram() throws Exception {
        Path script =
                Path.of("").toAbsolutePath().relativize(directory.toRealPath().resolve("script"));
        Files.writeString(script, "#!/bin/sh\nexit 6\n");
        assertTrue(script.toFile().setExecutable(true));
        assertEquals(
                OptionalInt.of(6),
                supervisor.spawn(script.toString()).awaitEnd().exitCode());
    }

    @Test
    void closingTerminatesAllAndSpawnsNoMore() throws Exception {
        ProcessSupervisor.Handle handle = supervisor.spawn("sleep", "1000");
        supervisor.close();
        assertFalse(supervisor.isRunning(handle));
        assertThrows(StartError.ShuttingDown.class, () -> supervisor.spawn("sleep", "1000"));
    }
}
