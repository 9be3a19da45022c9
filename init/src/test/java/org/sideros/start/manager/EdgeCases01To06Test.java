package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Bad names, bad files, unknown users, programs that cannot be run and dependencies that cannot be met. */
class EdgeCases01To06Test {
    private static final String SLEEP = "[service]\nexec = \"sleep 1000\"\n";

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        file(directory, "good", SLEEP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", ".hidden", "-x", "a\nb", "a\0b", "..", "", "tab\tbed", "x@"})
    void case1NamesThatAreNoneAreRefusedByEveryVerb(String name) throws IOException {
        Files.writeString(directory.resolve("evil.toml"), SLEEP);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            ServiceManager manager = supervisor.manager();
            List<String> names = List.of(name);
            assertThrows(StartError.InvalidArgument.class, () -> manager.start(names, TestSupervisor.TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.stop(names, true, TestSupervisor.TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.restart(names, true, TestSupervisor.TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.reload(names, TestSupervisor.TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.status(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden", "-x", "sp ace"})
    void case1FilesWithSuchNamesAreNotLoaded(String name) throws IOException {
        file(directory, name, SLEEP);
        file(directory, "n".repeat(129), SLEEP);
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertFalse(supervisor.manager().list().stream()
                    .anyMatch(s -> s.name().equals(name) || s.name().startsWith("nnn")));
            assertTrue(supervisor.start("good").error().isEmpty());
        }
    }

    @Test
    void case2TwoFilesOfOneNameAreBothRefusedNamingEach() throws IOException {
        file(directory, "one", "[service]\nname = \"twin\"\nexec = \"sleep 1000\"\n");
        file(directory, "two", "[service]\nname = \"twin\"\nexec = \"sleep 1000\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("twin");
            assertTrue(message.contains("one.toml") && message.contains("two.toml"), message);
            assertEquals(Result.BAD_CONFIG, supervisor.status("twin").result());
            assertTrue(supervisor.start("good").error().isEmpty());
        }
    }

    @Test
    void case3BrokenFilesAreReportedWithTheirPlaceAndEverythingElseRuns() throws IOException {
        file(directory, "syntax", "[service\nexec = 1\n");
        file(directory, "type", "[service]\nexec = \"sleep 1\"\nnice = \"much\"\n");
        file(directory, "unknown", "[service]\nexec = \"sleep 1\"\nexce = \"x\"\n");
        file(directory, "empty", "");
        Files.createDirectory(directory.resolve("services/folder.toml"));
        Files.createSymbolicLink(directory.resolve("services/dangling.toml"), Path.of("/no/such/file"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (String name : List.of("syntax", "type", "unknown", "empty", "folder", "dangling")) {
                ServiceStatus status = supervisor.status(name);
                assertEquals(ServiceState.FAILED, status.state(), name);
                assertEquals(Result.BAD_CONFIG, status.result(), name);
                String message = supervisor.failure(name);
                assertTrue(message.contains("services/" + name + ".toml"), message);
            }
            assertTrue(supervisor.failure("type").contains("type.toml:3:"), supervisor.failure("type"));
            assertTrue(supervisor.failure("unknown").contains("exec"), supervisor.failure("unknown"));
            TestSupervisor.done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            assertEquals(
                    ServiceState.ACTIVE, supervisor.status("multi-user.target").state());
            assertEquals(ServiceState.ACTIVE, supervisor.status("good").state());
        }
    }

    @ParameterizedTest
    @CsvSource({"user, no-such-user", "group, no-such-group"})
    void case4AnUnknownUserOrGroupFailsTheStart(String key, String name) throws IOException {
        Path witness = directory.resolve("ran");
        file(directory, "who", "[service]\nexec = [\"touch\", \"" + witness + "\"]\n" + key + " = \"" + name + "\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("who");
            assertTrue(message.contains(key + " " + name + ": no such " + key), message);
            assertEquals(Result.EXEC, supervisor.status("who").result());
            assertEquals(ServiceState.FAILED, supervisor.status("who").state());
        }
        assertFalse(Files.exists(witness), "it must never run as somebody else");
    }

    @ParameterizedTest
    @CsvSource({
        "missing, No such file or directory",
        "plain, Permission denied",
        "folder, Permission denied",
        "interpreter, No such file or directory",
        "garbage, Exec format error"
    })
    void case5WhatCannotBeExecutedIsAFailedStartThatNamesStepAndCause(String program, String cause) throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.writeString(bin.resolve("plain"), "#!/bin/sh\n");
        Files.createDirectory(bin.resolve("folder"));
        executable(bin.resolve("interpreter"), "#!/no/such/interpreter\n");
        executable(bin.resolve("garbage"), "\1\2\3\4");
        file(directory, "bad", "[service]\nexec = [\"" + bin.resolve(program) + "\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals("bad: exec " + bin.resolve(program) + ": " + cause, supervisor.failure("bad"));
            ServiceStatus status = supervisor.status("bad");
            assertEquals(ServiceState.FAILED, status.state());
            assertEquals(Result.EXEC, status.result());
            assertTrue(status.pid().isEmpty());
            assertEquals(List.of(), TestSupervisor.processes(directory));
            TestSupervisor.eventually(() -> zombies().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec = \"sh -c 'x\"", "exec = \"\"", "exec = []", "description = \"no exec\""})
    void case5ACommandThatIsNoneIsAConfigurationError(String line) throws IOException {
        file(directory, "bad", "[service]\n" + line + "\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.failure("bad").contains("bad.toml"));
            assertEquals(Result.BAD_CONFIG, supervisor.status("bad").result());
        }
    }

    @Test
    void case5AMissingWorkingDirectoryIsNamed() throws IOException {
        file(directory, "bad", SLEEP + "working_directory = \"/no/such/place\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals("bad: cwd /no/such/place: No such file or directory", supervisor.failure("bad"));
        }
    }

    @Test
    void case6ASelfDependencyHarmsNobodyElse() throws IOException {
        file(directory, "selfish", SLEEP + "[service.dependencies]\nrequires = [\"selfish\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            TestSupervisor.done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            assertEquals(ServiceState.ACTIVE, supervisor.status("good").state());
        }
    }

    @Test
    void case6ACycleIsBrokenAtItsWeakestEdgeAndEverythingStarts() throws IOException {
        file(directory, "a", SLEEP + "[service.dependencies]\nrequires = [\"b\"]\n");
        file(directory, "b", SLEEP + "[service.dependencies]\nrequires = [\"c\"]\n");
        file(directory, "c", SLEEP + "[service.dependencies]\nafter = [\"a\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            TestSupervisor.done(supervisor.manager().startAll("multi-user.target", TestSupervisor.TEST));
            for (String name : List.of("a", "b", "c", "good")) {
                assertEquals(ServiceState.ACTIVE, supervisor.status(name).state(), name);
            }
        }
    }

    @Test
    void case6ARequirementThatDoesNotExistFailsThatServiceAloneNamingItsLine() throws IOException {
        file(directory, "lonely", SLEEP + "[service.dependencies]\nrequires = [\"nobody\"]\n");
        file(directory, "wishful", SLEEP + "[service.dependencies]\nwants = [\"nobody\"]\nafter = [\"nobody\"]\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            String message = supervisor.failure("lonely");
            assertTrue(message.contains("nobody") && message.contains("lonely.toml:4"), message);
            assertEquals(Result.DEPENDENCY, supervisor.status("lonely").result());
            assertTrue(supervisor.start("wishful").error().isEmpty());
            assertInstanceOf(
                    StartError.AlreadyRunning.class,
                    supervisor.start("wishful").error().orElseThrow());
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<ProcessHandle> zombies() {
        return ProcessHandle.current()
                .children()
                .filter(p -> !TestSupervisor.alive((int) p.pid()))
                .toList();
    }
}
