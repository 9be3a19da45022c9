package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Requester;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** Edge cases 1 to 6 of the contract: names, files, users, programs and cycles that are not what they should be. */
class EdgeCases01To06Test {
    private static final Requester TEST = Requester.self("test");

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        TestSupervisor.prepare(directory);
        TestSupervisor.file(directory, "good", "[service]\nexec = \"sleep 1000\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "a/b", "..", ".hidden", "-option", "a\u0000b", "a\nb", "", "ä"})
    void edgeCase01ABadNameIsRefusedByEveryRequest(String name) throws IOException {
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            ServiceManager manager = supervisor.manager();
            List<String> names = List.of(name);
            assertThrows(StartError.InvalidArgument.class, () -> manager.status(name));
            assertThrows(StartError.InvalidArgument.class, () -> manager.start(names, TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.stop(names, true, TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.restart(names, true, TEST));
            assertThrows(StartError.InvalidArgument.class, () -> manager.reload(names, TEST));
        }
    }

    @Test
    void edgeCase01AFileWithABadNameIsReportedAndTheRestLoads() throws IOException {
        TestSupervisor.file(directory, "x".repeat(129), "[service]\nexec = \"true\"\n");
        TestSupervisor.file(directory, "-dash", "[service]\nexec = \"true\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertTrue(supervisor.start("good").error().isEmpty());
            ReloadReport report = supervisor.manager().reload(TEST);
            assertEquals(2, report.problems().stream().filter(p -> p.isError()).count(), report.problems()::toString);
        }
    }

    @Test
    void edgeCase02TwoFilesWithOneNameAreBothRefusedNamingEachPath() throws IOException {
        TestSupervisor.file(directory, "one", "[service]\nname = \"same\"\nexec = \"sleep 1\"\n");
        TestSupervisor.file(directory, "two", "[service]\nname = \"same\"\nexec = \"sleep 2\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            ServiceStatus same = supervisor.status("same");
            assertEquals(ServiceState.FAILED, same.state());
            assertEquals(Result.BAD_CONFIG, same.result());
            String text = same.statusText().orElseThrow();
            assertTrue(text.contains("one.toml") && text.contains("two.toml"), text);
            assertInstanceOf(
                    StartError.StartFailed.class,
                    supervisor.start("same").error().orElseThrow());
        }
    }

    @Test
    void edgeCase03FilesThatAreNoneLeaveTheRestAlone() throws IOException {
        TestSupervisor.file(directory, "syntax", "[service\nexec = 1\n");
        TestSupervisor.file(directory, "type", "[service]\nexec = \"true\"\nnice = \"very\"\n");
        TestSupervisor.file(directory, "unknown", "[service]\nexec = \"true\"\nexce = \"true\"\n");
        TestSupervisor.file(directory, "empty", "");
        Files.createDirectory(directory.resolve("services/folder.toml"));
        Files.createSymbolicLink(directory.resolve("services/dangling.toml"), Path.of("/no/such/file"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            for (String name : List.of("syntax", "type", "unknown", "empty", "folder", "dangling")) {
                ServiceStatus status = supervisor.status(name);
                assertEquals(Result.BAD_CONFIG, status.result(), name);
                assertTrue(status.statusText().orElseThrow().contains(name + ".toml"), name);
            }
            assertTrue(supervisor.status("type").statusText().orElseThrow().contains("type.toml:3:"));
            assertTrue(supervisor.start("good").error().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"user, no such user", "group, no such group"})
    void edgeCase04AnUnknownUserOrGroupNeverRunsAsRoot(String key, String message) throws IOException {
        Path ran = directory.resolve("ran");
        TestSupervisor.file(
                directory, "who", "[service]\nexec = \"touch %s\"\n%s = \"nobody-of-that-name\"\n".formatted(ran, key));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            StartError error = supervisor.start("who").error().orElseThrow();
            assertTrue(error.getMessage().contains(message), error.getMessage());
            assertEquals(Result.EXEC, supervisor.status("who").result());
            assertFalse(Files.exists(ran));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "missing, No such file or directory",
        "plain, Permission denied",
        "folder, Permission denied",
        "script, No such file or directory",
        "text, Exec format error"
    })
    void edgeCase05WhatCannotBeExecutedIsAFailedStartNamingStepAndCause(String program, String cause)
            throws IOException {
        Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
        Files.writeString(directory.resolve("text"), "no program\n");
        assertTrue(directory.resolve("script").toFile().setExecutable(true));
        assertTrue(directory.resolve("text").toFile().setExecutable(true));
        Path path = directory.resolve(program);
        TestSupervisor.file(directory, "bad", "[service]\nexec = \"" + path + "\"\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            Set<Integer> before = children();
            StartError error = supervisor.start("bad").error().orElseThrow();
            assertEquals("bad: exec " + path + ": " + cause, error.getMessage());
            assertEquals(ServiceState.FAILED, supervisor.status("bad").state());
            assertEquals(before, children(), "a zombie is left");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sleep 'open\"", "\"\"", "[]"})
    void edgeCase05AnImpossibleCommandIsAConfigurationError(String exec) throws IOException {
        TestSupervisor.file(directory, "bad", "[service]\nexec = " + exec + "\n");
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            assertEquals(Result.BAD_CONFIG, supervisor.status("bad").result());
            assertTrue(supervisor.status("bad").statusText().orElseThrow().contains("bad.toml:2:"));
        }
    }

    @Test
    void edgeCase06ACycleIsBrokenAndNothingHangs() throws IOException {
        TestSupervisor.file(directory, "a", service("after = [\"b\"]"));
        TestSupervisor.file(directory, "b", service("requires = [\"c\"]"));
        TestSupervisor.file(directory, "c", service("requires = [\"a\"]"));
        TestSupervisor.file(directory, "self", service("after = [\"self\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            JobReport report = TestSupervisor.done(supervisor.manager().start(List.of("a", "b", "c", "self"), TEST));
            report.results().forEach(r -> assertTrue(r.error().isEmpty(), r::toString));
        }
    }

    @Test
    void edgeCase06AMissingRequirementFailsThatServiceAlone() throws IOException {
        TestSupervisor.file(directory, "lost", service("requires = [\"nothing\"]"));
        TestSupervisor.file(directory, "fine", service("wants = [\"nothing\"]\nafter = [\"nothing-else\"]"));
        try (TestSupervisor supervisor = TestSupervisor.open(directory)) {
            JobReport report = TestSupervisor.done(supervisor.manager().start(List.of("lost", "fine", "good"), TEST));
            String message = report.results().getFirst().error().orElseThrow().getMessage();
            assertTrue(message.contains("nothing") && message.contains("lost.toml:4:"), message);
            assertEquals(Result.DEPENDENCY, supervisor.status("lost").result());
            assertTrue(report.results().get(1).error().isEmpty());
            assertTrue(report.results().get(2).error().isEmpty());
        }
    }

    private static String service(String dependencies) {
        return "[service]\nexec = \"sleep 1000\"\n[service.dependencies]\n" + dependencies + "\n";
    }

    /** Children of this process, zombies included. */
    private static Set<Integer> children() throws IOException {
        Set<Integer> all = new TreeSet<>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                for (String pid : Files.readString(task.resolve("children")).split(" ", -1)) {
                    if (!pid.isBlank()) {
                        all.add(Integer.valueOf(pid.strip()));
                    }
                }
            }
        }
        return all;
    }
}
