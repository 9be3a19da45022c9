package org.sideros.start.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceState;

/** A manager that another program opens on a directory. */
class EmbeddingTest {
    private static final Path EXECUTOR = Path.of("target/native/start-exec");

    @TempDir
    Path directory;

    private Path services;
    private ManagerOptions options;

    @BeforeEach
    void prepare() throws IOException {
        services = Files.createDirectory(directory.resolve("services"));
        options = ManagerOptions.DEFAULT.withExecutor(EXECUTOR).withRuntimeDir(directory.resolve("run"));
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(services.resolve(name + ".toml"), "[service]\n" + String.join("\n", lines) + "\n");
    }

    private ServiceManager open() throws IOException {
        return ServiceManager.open(services, options);
    }

    @Test
    void closingStopsWhatRunsInReverseOrder() throws Exception {
        Path order = directory.resolve("order");
        String loop = "exec = [\"sh\", \"-c\", \"trap 'echo %s >> " + order
                + "; exit' TERM; echo > %s; while :; do sleep 0.1; done\"]";
        Path ready = directory.resolve("ready");
        file("below", loop.formatted("below", ready + "-below"));
        file("above", loop.formatted("above", ready + "-above"), "[service.dependencies]", "requires = [\"below\"]");
        try (ServiceManager manager = open()) {
            manager.start("above");
            await().atMost(Patience.LONG)
                    .until(() -> Files.exists(Path.of(ready + "-below")) && Files.exists(Path.of(ready + "-above")));
        }
        assertEquals(List.of("above", "below"), Files.readAllLines(order));
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void aDirectoryHasOneManagerAtATime() throws Exception {
        file("sleeper", "exec = \"sleep 1000\"");
        try (ServiceManager first = open()) {
            first.start("sleeper");
            StartError error = assertThrows(StartError.Refused.class, this::open);
            assertTrue(error.getMessage().contains(directory.resolve("run").toString()), error.getMessage());
            assertEquals(ServiceState.ACTIVE, first.status("sleeper").state());
        }
        open().close();
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing");
        StartError error =
                assertThrows(StartError.ConfigurationInvalid.class, () -> ServiceManager.open(missing, options));
        assertEquals(missing + ": error: there is no such directory", error.getMessage());
    }

    @Test
    void nothingIsStartedOnceItIsClosedAndNobodyHangs() throws Exception {
        file("sleeper", "exec = \"sleep 1000\"");
        ServiceManager manager = open();
        manager.close();
        manager.close();
        assertThrows(StartError.ShuttingDown.class, () -> manager.start("sleeper"));
        assertThrows(StartError.ShuttingDown.class, () -> manager.stop("sleeper"));
        assertThrows(StartError.ShuttingDown.class, manager::startAll);
    }

    @Test
    void whoeverWaitsForAStartCanBeInterrupted() throws Exception {
        Path go = directory.resolve("go");
        file(
                "slow",
                "type = \"oneshot\"",
                "remain_after_exit = true",
                "exec = [\"sh\", \"-c\", \"until [ -e " + go + " ]; do sleep 0.01; done\"]");
        try (ServiceManager manager = open()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    manager.start("slow");
                } catch (InterruptedException | RuntimeException e) {
                    thrown.set(e);
                }
            });
            await().atMost(Patience.LONG).until(() -> manager.status("slow").state() == ServiceState.STARTING);
            waiting.interrupt();
            waiting.join();
            assertEquals(InterruptedException.class, thrown.get().getClass());
            Files.createFile(go);
            await().atMost(Patience.LONG).until(() -> manager.status("slow").state() == ServiceState.ACTIVE);
        }
    }

    @Test
    void anInterruptedCloseGivesNobodyMoreTime() throws Exception {
        Path ready = directory.resolve("ready");
        file(
                "stubborn",
                "exec = [\"sh\", \"-c\", \"trap '' TERM; echo > " + ready + "; while :; do sleep 0.1; done\"]",
                "[service.timeout]",
                "stop = \"1h\"");
        ServiceManager manager = open();
        manager.start("stubborn");
        await().atMost(Patience.LONG).until(() -> Files.exists(ready));
        Thread closing = Thread.ofPlatform().start(manager::close);
        await().atMost(Patience.LONG).until(() -> manager.status("stubborn").state() == ServiceState.STOPPING);
        closing.interrupt();
        assertTrue(closing.join(Patience.LONG), "the time-out of an hour is waited for");
        assertEquals(List.of(), TestSupervisor.processes(directory));
    }

    @Test
    void filesThatChangedAreLoadedAgain() throws Exception {
        try (ServiceManager manager = open()) {
            assertThrows(StartError.ServiceNotFound.class, () -> manager.start("late"));
            file("late", "exec = \"sleep 1000\"");
            assertEquals(List.of("late"), manager.loadServices().added());
            manager.start("late");
            assertTrue(manager.listServices().stream()
                    .anyMatch(s -> s.name().equals("late") && s.pid().isPresent()));
            manager.restart("late");
            manager.stop("late");
            manager.stop("late");
            assertEquals(ServiceState.INACTIVE, manager.status("late").state());
        }
    }

    @Test
    void twoDirectoriesOfOneNameAreKeptApart() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other/services"));
        assertFalse(LibraryPaths.runtimeOf(services).equals(LibraryPaths.runtimeOf(other)));
        assertEquals(LibraryPaths.runtimeOf(services), LibraryPaths.runtimeOf(directory.resolve("other/../services")));
    }
}
