package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;

class ServiceDirectoryTest {
    private static final String GOOD = "[service]\nexec = \"/bin/true\"\n";

    @TempDir
    Path root;

    private Path own;
    private Path vendor;

    @BeforeEach
    void makeDirectories() throws IOException {
        own = Files.createDirectory(root.resolve("own"));
        vendor = Files.createDirectory(root.resolve("vendor"));
    }

    @Test
    void oneFileIsOneServiceNamedByItsStem() throws IOException {
        write(own, "nginx.toml", GOOD);

        LoadResult result = load();

        assertEquals(List.of(), result.allProblems());
        ServiceConfig nginx = service(result, "nginx");
        assertEquals(own.resolve("nginx.toml"), nginx.file().orElseThrow());
        assertEquals(List.of("/bin/true"), nginx.exec().getFirst().words());
    }

    @Test
    void theBuiltInTargetsExistWithoutFiles() {
        LoadResult result = load();

        assertEquals(
                Set.of(
                        "sysinit.target",
                        "local-fs.target",
                        "network.target",
                        "syslog.target",
                        "time-sync.target",
                        "basic.target",
                        "multi-user.target",
                        "rescue.target",
                        "shutdown.target"),
                result.services().keySet());
        result.services().values().forEach(target -> {
            assertTrue(target.isTarget());
            assertTrue(!target.description().isEmpty());
            assertTrue(target.file().isEmpty());
        });
        assertEquals(
                List.of("basic.target"),
                names(service(result, "multi-user.target").dependencies().requires()));
        assertEquals(
                List.of("sysinit.target"),
                names(service(result, "basic.target").dependencies().requires()));
        assertEquals(
                List.of("sysinit.target"),
                names(service(result, "rescue.target").dependencies().requires()));
        assertEquals(
                List.of("local-fs.target"),
                names(service(result, "sysinit.target").dependencies().wants()));
    }

    @Test
    void aFileReplacesABuiltInTargetAndADropInAddsToIt() throws IOException {
        write(own, "network.target.toml", "[service]\ntype = \"target\"\ndescription = \"Ours\"\n");
        write(own, "basic.target.toml.d/net.toml", "[service.dependencies]\nwants = [\"network.target\"]\n");

        LoadResult result = load();

        assertEquals(List.of(), result.allProblems());
        assertEquals("Ours", service(result, "network.target").description());
        Dependencies basic = service(result, "basic.target").dependencies();
        assertEquals(List.of("network.target"), names(basic.wants()));
        assertEquals(List.of("sysinit.target"), names(basic.requires()));
    }

    @Test
    void aBrokenFileDoesNotTakeABuiltInTargetAway() throws IOException {
        write(own, "multi-user.target.toml", "[service\n");

        LoadResult result = load();

        assertTrue(service(result, "multi-user.target").isTarget());
        assertEquals(
                own.resolve("multi-user.target.toml") + ":1:9",
                result.problems().getFirst().where().toString());
    }

    @Test
    void whatIsWrongWithOneFileLeavesTheOthersAlone() throws IOException {
        write(own, "good.toml", GOOD);
        write(own, "syntax.toml", "[service]\nexec = \"/bin/true\nuser = 1\n");
        write(own, "type.toml", "[service]\nexec = 3\n");
        write(own, "unknown.toml", GOOD + "exce = 1\n");
        write(own, "empty.toml", "");
        write(own, "big.toml", "#".repeat(10 << 20));
        Files.createDirectory(own.resolve("directory.toml"));
        Files.createSymbolicLink(own.resolve("dangling.toml"), Path.of("nowhere"));
        Files.createSymbolicLink(own.resolve("loop.toml"), Path.of("loop.toml"));
        Files.write(own.resolve("latin.toml"), new byte[] {'#', '\n', '#', (byte) 0xe9, '\n'});
        write(own, "deep.toml", "x = " + "[".repeat(100_000));

        LoadResult result = load();

        assertEquals(
                List.of("/bin/true"), service(result, "good").exec().getFirst().words());
        assertBroken(result, "syntax", ":2:18: error: ");
        assertBroken(result, "type", ":2:1: error: service.exec: expected a command");
        assertBroken(result, "unknown", ":3:1: error: unknown key \"exce\" in [service]; did you mean \"exec\"?");
        assertBroken(result, "empty", ": error: is empty");
        assertBroken(result, "big", ": error: is larger than 128 KiB");
        assertBroken(result, "directory", ": error: is a directory, not a file");
        assertBroken(result, "dangling", ": error: is a link to nowhere, which does not exist");
        assertBroken(result, "loop", ": error: ");
        assertBroken(result, "latin", ":2:2: error: is not UTF-8: byte 0xe9");
        assertBroken(result, "deep", ":1:134: error: Nesting is too deep");
    }

    @Test
    void dropInsAreMergedInTheOrderOfTheirNamesAndBlamedForWhatTheySet() throws IOException {
        write(own, "x.toml", GOOD + "nice = 1\n[service.environment]\nA = \"1\"\nB = \"1\"\n");
        write(own, "x.toml.d/20-last.toml", "[service]\nnice = 3\n[service.environment]\nB = \"3\"\n");
        write(
                vendor,
                "x.toml.d/10-first.toml",
                "[service]\nnice = 2\nenabled = false\n[service.environment]\nB = \"2\"\n");
        write(own, "x.toml.d/.hidden.toml", "[service]\nnice = 9\n");
        write(own, "x.toml.d/ignored.bak", "[service]\nnice = 9\n");

        ServiceConfig x = service(load(), "x");

        assertEquals(3, x.nice());
        assertTrue(!x.enabled());
        assertEquals(Map.of("A", "1", "B", "3"), x.environment());

        write(own, "x.toml.d/30-wrong.toml", "[service]\n\nnice = 99\n");
        assertEquals(
                own.resolve("x.toml.d/30-wrong.toml") + ":3:1: error: service.nice: 99 is not in -20 to 19",
                load().broken().getOrDefault("x", List.of()).getFirst().toString());
    }

    @Test
    void aDropInHidesItsNamesakeOfLowerPriorityEvenAsALinkToNothing() throws IOException {
        write(vendor, "x.toml", GOOD);
        write(vendor, "x.toml.d/a.toml", "[service]\nnice = 1\n");
        write(vendor, "x.toml.d/b.toml", "[service]\numask = \"0077\"\n");
        write(own, "x.toml.d/a.toml", "[service]\nnice = 2\n");
        Files.createSymbolicLink(own.resolve("x.toml.d/b.toml"), Path.of("/dev/null"));

        ServiceConfig x = service(load(), "x");

        assertEquals(2, x.nice());
        assertTrue(x.umask().isEmpty());
    }

    @Test
    void aDropInWithoutAServiceAndOneThatRenamesAreReported() throws IOException {
        write(own, "x.toml.d/a.toml", "[service]\nnice = 1\n");
        write(own, "y.toml", GOOD);
        write(own, "y.toml.d/a.toml", "[service]\nname = \"z\"\n");

        LoadResult result = load();

        assertTrue(result.problems().getFirst().message().contains("which no file defines"));
        assertTrue(result.broken().containsKey("y"));
    }

    @Test
    void aLinkToNullMasksWhateverOtherDirectoriesSay() throws IOException {
        write(vendor, "x.toml", GOOD);
        Files.createSymbolicLink(own.resolve("x.toml"), Path.of("/dev/null"));
        Files.createSymbolicLink(own.resolve("syslog.target.toml"), Path.of("/dev/null"));

        LoadResult result = load();

        assertEquals(Set.of("x", "syslog.target"), result.masked());
        assertTrue(!result.services().containsKey("x"));
        assertTrue(!result.services().containsKey("syslog.target"));
    }

    @Test
    void theDirectoryOfHigherPriorityWinsWithANote() throws IOException {
        write(own, "x.toml", GOOD);
        write(vendor, "x.toml", "[service]\nexec = \"/bin/false\"\n");

        LoadResult result = load();

        assertEquals(own.resolve("x.toml"), service(result, "x").file().orElseThrow());
        assertEquals(
                List.of(vendor.resolve("x.toml") + ": note: x is defined by " + own.resolve("x.toml")
                        + ", which has priority; this file is not used"),
                result.problems().stream().map(Problem::toString).toList());
    }

    @Test
    void twoFilesOfOneNameInOneDirectoryAreBothRefused() throws IOException {
        write(own, "a.toml", GOOD + "name = \"x\"\n");
        write(own, "x.toml", GOOD);
        write(vendor, "x.toml", GOOD);
        write(own, "b.toml", GOOD);

        LoadResult result = load();

        assertTrue(!result.services().containsKey("x"));
        assertTrue(!result.services().containsKey("a"));
        assertTrue(result.services().containsKey("b"));
        String all = result.broken().getOrDefault("x", List.of()).toString();
        assertTrue(
                all.contains(own.resolve("a.toml") + ": error: defines x, and so does " + own.resolve("x.toml")), all);
        assertTrue(
                all.contains(own.resolve("x.toml") + ": error: defines x, and so does " + own.resolve("a.toml")), all);
    }

    @Test
    void aNameOfItsOwnWinsOverTheStemWithAWarning() throws IOException {
        write(own, "file.toml", GOOD + "name = \"web\"\n");
        write(own, "bad.toml", GOOD + "name = \"../../etc/passwd\"\n");

        LoadResult result = load();

        assertEquals(own.resolve("file.toml"), service(result, "web").file().orElseThrow());
        assertEquals(Problem.Severity.WARNING, result.problems().getFirst().severity());
        assertTrue(result.broken().containsKey("bad"));
    }

    @Test
    void filesWithImpossibleNamesAreReportedAndEverythingElseLoads() throws IOException {
        write(own, "-x.toml", GOOD);
        write(own, "a b.toml", GOOD);
        write(own, "a\nb.toml", GOOD);
        write(own, "a".repeat(129) + ".toml", GOOD);
        write(own, ".hidden.toml", GOOD);
        write(own, "readme.txt", "hello");
        write(own, "x.toml~", GOOD);
        write(own, "good.toml", GOOD);

        LoadResult result = load();

        assertEquals(4, result.problems().size(), result.problems()::toString);
        result.problems().forEach(problem -> {
            assertTrue(problem.isError());
            assertTrue(problem.toString().chars().noneMatch(Character::isISOControl), problem::toString);
        });
        assertTrue(result.broken().isEmpty());
        service(result, "good");
    }

    @Test
    void templatesMakeTheInstancesThatOthersName() throws IOException {
        write(own, "getty@.toml", "[service]\nname = \"getty@\"\nexec = \"/sbin/agetty %i\"\n");
        write(own, "getty@.toml.d/all.toml", "[service]\nnice = 1\n");
        write(own, "getty@tty2.toml.d/one.toml", "[service]\nnice = 2\n");
        write(own, "login.target.toml", """
                [service]
                type = "target"
                [service.dependencies]
                wants = ["getty@tty1", "getty@tty2", "other@x"]
                after = ["getty@tty3"]
                """);

        LoadResult result = load();

        assertEquals(Set.of("getty@"), result.templates().keySet());
        assertEquals(List.of(), result.allProblems());
        assertEquals(
                List.of("/sbin/agetty", "tty1"),
                service(result, "getty@tty1").exec().getFirst().words());
        assertEquals(1, service(result, "getty@tty1").nice());
        assertEquals(2, service(result, "getty@tty2").nice());
        assertTrue(!result.services().containsKey("getty@tty3"));
        assertTrue(!result.services().containsKey("getty@"));
    }

    @Test
    void anInstanceIsMadeWhenItIsAskedFor() throws IOException {
        write(vendor, "getty@.toml", "[service]\nexec = \"/sbin/agetty %i\"\n");
        write(own, "getty@tty1.toml.d/x.toml", "[service]\nnice = 4\n");

        LoadedFile made = ServiceDirectory.instantiate("getty@", "tty1", global());

        assertEquals("getty@tty1", made.name());
        assertEquals(4, made.config().orElseThrow().nice());
        assertThrows(StartError.InvalidArgument.class, () -> ServiceDirectory.instantiate("getty@", "../x", global()));
        LoadedFile missing = ServiceDirectory.instantiate("other@", "x", global());
        assertTrue(missing.config().isEmpty());
        assertTrue(missing.problems().getFirst().message().contains("no template other@.toml"));
    }

    @Test
    void aBrokenTemplateIsReported() throws IOException {
        write(own, "getty@.toml", "[service]\nexec = \"agetty '%i\"\n");

        LoadResult result = load();

        assertTrue(result.problems().getFirst().toString().startsWith(own.resolve("getty@.toml") + ":2:1: error: "));
        assertTrue(ServiceDirectory.instantiate("getty@", "tty1", global())
                .config()
                .isEmpty());
    }

    @Test
    void aFileIsCheckedByItselfWithItsDropIns() throws IOException {
        write(own, "x.toml", GOOD);
        write(own, "x.toml.d/a.toml", "[service]\nnice = 5\n");
        write(own, "broken.toml", "[service]\nexec = 3\n");

        assertEquals(
                5,
                ServiceDirectory.loadFile(own.resolve("x.toml"), global())
                        .config()
                        .orElseThrow()
                        .nice());
        LoadedFile broken = ServiceDirectory.loadFile(own.resolve("broken.toml"), global());
        assertTrue(broken.config().isEmpty());
        assertEquals(1, broken.problems().size());
        LoadedFile missing = ServiceDirectory.loadFile(own.resolve("missing.toml"), global());
        assertEquals(
                List.of(own.resolve("missing.toml") + ": error: cannot read: No such file or directory"),
                missing.problems().stream().map(Problem::toString).toList());
    }

    @Test
    void aDeviceOrSocketIsNotOpened() throws IOException {
        Files.createSymbolicLink(own.resolve("device.toml"), Path.of("/dev/zero"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(own.resolve("socket.toml")));

            LoadResult result = load();

            assertBroken(result, "device", ": error: is not a regular file");
            assertBroken(result, "socket", ": error: is not a regular file");
        }
    }

    @Test
    void aMissingDirectoryIsWarnedOfAndAFileInItsPlaceIsAnError() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertEquals(
                List.of(root.resolve("none") + ": warning: there is no such directory, and no service in it"),
                ServiceDirectory.load(List.of(root.resolve("none"), root.resolve("none2")), Defaults.BUILT_IN)
                        .problems()
                        .stream()
                        .map(Problem::toString)
                        .toList());
        assertEquals(
                List.of(file + ": error: is not a directory"),
                ServiceDirectory.load(List.of(file), Defaults.BUILT_IN).problems().stream()
                        .map(Problem::toString)
                        .toList());
    }

    @Test
    void tenThousandFilesLoad() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            write(own, "s" + i + ".toml", """
                    [service]
                    description = "Service number %d"
                    type = "simple"
                    exec = "/usr/sbin/daemon -g 'daemon off;' --port ${PORT}"
                    user = "www"

                    [service.environment]
                    PORT = "80"

                    [service.restart]
                    policy = "on-failure"
                    delay = "5s"

                    [service.dependencies]
                    after = ["network.target"]
                    requires = ["s%d"]
                    """.formatted(i, i / 2));
        }
        LoadResult result = load();

        assertEquals(10_009, result.services().size());
        assertEquals(List.of(), result.allProblems());
    }

    private static List<String> names(List<Dependency> dependencies) {
        return dependencies.stream().map(Dependency::name).toList();
    }

    private static void assertBroken(LoadResult result, String name, String text) {
        assertTrue(
                result.broken().containsKey(name),
                () -> name + " is not broken: " + result.broken().keySet());
        List<Problem> problems = result.broken().getOrDefault(name, List.of());
        String first = problems.getFirst().toString();
        assertTrue(first.contains(name + ".toml" + text), first);
        assertTrue(!result.services().containsKey(name));
    }

    private static ServiceConfig service(LoadResult result, String name) {
        ServiceConfig config = result.services().get(name);
        if (config == null) {
            throw new AssertionError(name + " is not loaded: " + result.allProblems());
        }
        return config;
    }

    private GlobalConfig global() throws IOException {
        Path file = root.resolve("start.toml");
        Files.writeString(file, "[init]\nservices_dir = \"own\"\nruntime_dir = \"run\"\n");
        GlobalConfig config =
                GlobalConfigLoader.load(Optional.of(file), 1, Map.of()).orThrow();
        return new GlobalConfig(
                config.hostname(),
                List.of(own, vendor),
                config.runtimeDir(),
                config.stateDir(),
                config.journalDir(),
                config.defaultTarget(),
                config.shutdownTimeout(),
                config.controlGroup(),
                config.cgroupRoot(),
                config.logLevels(),
                config.logOutput(),
                config.defaults(),
                config.file());
    }

    private LoadResult load() {
        return ServiceDirectory.load(List.of(own, vendor), Defaults.BUILT_IN);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
