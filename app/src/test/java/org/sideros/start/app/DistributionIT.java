package org.sideros.start.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.app.Distribution.Outcome;

/** Verifies that the distribution runs wherever it is put, on a machine that has nothing else, with its cache in use. */
class DistributionIT {
    private static final String MAIN = "org.sideros.start.app.Start";

    private final Distribution built = Distribution.built();

    @Test
    void hasEverythingAndNothingOfAJdk() {
        assertAll(List.of(
                        "bin/start",
                        "libexec/start-init",
                        "libexec/start-exec",
                        "lib/runtime/bin/java",
                        "lib/runtime/lib/server/classes.jsa",
                        "lib/start.aot",
                        "lib/start.options",
                        "lib/init.options",
                        "lib/native/libjnidispatch.so",
                        "share/completions/start.bash",
                        "share/man/man8/start.8",
                        "share/examples/hello.toml")
                .stream()
                .map(file -> () -> assertTrue(Files.exists(built.home().resolve(file)), file)));
        assertFalse(Files.exists(built.home().resolve("lib/runtime/bin/javac")));
    }

    @Test
    void runsWithAnEmptyEnvironment() throws Exception {
        Outcome version = built.start(Map.of(), "version");

        assertEquals("", version.err());
        assertEquals(0, version.status());
        assertTrue(version.out().startsWith("start "), version.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start.options", "init.options"})
    void usesTheCacheWhereverItIsPut(String options, @TempDir Path directory) throws Exception {
        Distribution moved = Distribution.copiedTo(directory.resolve("some where/else"));

        Outcome version = moved.java(options, List.of("-XX:AOTMode=on"), Map.of(), MAIN, "version");

        assertEquals("", version.err());
        assertEquals(0, version.status());
        assertTrue(version.out().contains("home " + moved.home()), version.out());
    }

    @Test
    void usesTheCacheAfterUnpacking(@TempDir Path directory) throws Exception {
        Outcome unpacked = Distribution.run(
                List.of(
                        "tar",
                        "-xzf",
                        System.getProperty("distribution.archive"),
                        "-C",
                        directory.toString(),
                        "--strip-components=1"),
                Map.of("PATH", "/usr/bin:/bin"));
        assertEquals(0, unpacked.status(), unpacked.err());

        Outcome version =
                new Distribution(directory).java("start.options", List.of("-XX:AOTMode=on"), Map.of(), MAIN, "version");

        assertEquals("", version.err());
        assertEquals(0, version.status());
    }

    @Test
    void takesTheClassesOfVerbsAndLibrariesFromTheCache() throws Exception {
        Outcome list = built.java("start.options", List.of("-Xlog:class+load:stdout"), Map.of(), MAIN, "version");

        List<String> loadedAnew = list.out()
                .lines()
                .filter(line -> line.contains("source: file:") || line.contains("source: jrt:"))
                .toList();
        assertEquals(List.of(), loadedAnew);
    }

    @Test
    void leavesNoClassOutOfTheCacheForItsAge() throws Exception {
        String log = Files.readString(built.home().resolveSibling("aot/create.log"))
                + Files.readString(built.home().resolveSibling("aot/training.log"));

        assertFalse(log.contains("Old class"), log);
    }

    @Test
    void runsThroughALink(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("start"), built.home().resolve("bin/start"));

        assertEquals(
                0,
                Distribution.run(List.of(link.toString(), "version"), Map.of()).status());
    }

    @Test
    void unpacksNothingToReachTheKernel(@TempDir Path directory) throws Exception {
        Outcome loaded = built.java(
                "init.options",
                List.of(
                        "-Djava.io.tmpdir=" + directory.resolve("missing"),
                        "-cp",
                        built.classPath() + ":" + System.getProperty("test.classes")),
                Map.of("TMPDIR", directory.resolve("missing").toString()),
                KernelProbe.class.getName());

        assertEquals(0, loaded.status(), loaded.err());
        assertEquals("No such file or directory\n", loaded.out());
    }

    @Test
    void runsOnAReadOnlyRoot() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount");
        Outcome outcome = Distribution.run(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "for m in $(cut -d' ' -f2 /proc/mounts); do mount -o remount,bind,ro $m 2>/dev/null; done;"
                                + " touch " + built.home()
                                + "/x 2>/dev/null && exit 77; touch /tmp/x 2>/dev/null && exit 77;"
                                + " exec " + built.home() + "/bin/start version"),
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        assumeTrue(outcome.status() != 77, "no mount name space of our own here");

        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
    }
}
