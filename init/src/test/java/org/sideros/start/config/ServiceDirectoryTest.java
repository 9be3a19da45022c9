package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        for (int run = 0; run < 3; run++) {
            long begun = System.nanoTime();
            LoadResult result = load();
            System.out.println("10000 files: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            assertEquals(10_009, result.services().size());
            assertEquals(List.of(), result.allProblems());
        }
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

    private LoadResult load() {
        return ServiceDirectory.load(List.of(own, vendor), Defaults.BUILT_IN);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
