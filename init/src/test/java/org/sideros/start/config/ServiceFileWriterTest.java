package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.error.StartError;

class ServiceFileWriterTest {
    @TempDir
    Path root;

    private Path services() {
        return root.resolve("services");
    }

    private ServiceConfig written(String name) {
        LoadResult result = ServiceDirectory.load(List.of(services()), Defaults.BUILT_IN);
        assertEquals(List.of(), result.allProblems());
        ServiceConfig config = result.services().get(name);
        if (config == null) {
            throw new AssertionError(name + " is not there");
        }
        return config;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(services())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aCommandIsEnough() throws IOException {
        Path file =
                ServiceFileWriter.write(new NewService("nginx", "/usr/sbin/nginx -g 'daemon off;'"), services(), false);

        assertEquals(services().resolve("nginx.toml"), file);
        assertEquals("[service]\nexec = \"/usr/sbin/nginx -g 'daemon off;'\"\n", Files.readString(file));
        assertEquals(
                List.of("/usr/sbin/nginx", "-g", "daemon off;"),
                written("nginx").exec().getFirst().words());
        assertEquals(List.of("nginx.toml"), files());
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void everythingThatIsSaidReadsBackTheSame() throws IOException {
        String odd = "a \"b\" 'c' \\ \t \n \u0001 \u007f ü 😀 ] # = $X";
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("A", odd);
        environment.put("EMPTY", "");
        ServiceFileWriter.write(
                new NewService(
                        "my.app",
                        "/bin/sh -c \"echo \\\"$A\\\"\" 'x\\y'",
                        Optional.of("/var/log/my app.log"),
                        Optional.of(ServiceType.ONESHOT),
                        Optional.of("www"),
                        environment,
                        List.of("network.target", "getty@tty1"),
                        List.of("basic.target"),
                        Optional.of(RestartPolicy.ON_FAILURE)),
                services(),
                false);

        ServiceConfig config = written("my.app");

        assertEquals(
                List.of("/bin/sh", "-c", "echo \"1\"", "x\\y"),
                config.exec().getFirst().expanded(Map.of("A", "1")));
        assertEquals(environment, config.environment());
        assertEquals(new Output.Append(Path.of("/var/log/my app.log")), config.stdout());
        assertEquals(ServiceType.ONESHOT, config.type());
        assertEquals(Optional.of("www"), config.user());
        assertEquals(
                List.of("network.target", "getty@tty1"),
                config.dependencies().after().stream().map(Dependency::name).toList());
        assertEquals(
                List.of("basic.target"),
                config.dependencies().requires().stream().map(Dependency::name).toList());
        assertEquals(RestartPolicy.ON_FAILURE, config.restart().policy());
    }

    @Test
    void aFileThatIsThereIsKeptUnlessReplacingIsAskedFor() throws IOException {
        ServiceFileWriter.write(new NewService("x", "/bin/one"), services(), false);
        NewService second = new NewService("x", "/bin/two");

        StartError.Refused e =
                assertThrows(StartError.Refused.class, () -> ServiceFileWriter.write(second, services(), false));
        assertEquals(8, e.exitCode());
        assertEquals(List.of("/bin/one"), written("x").exec().getFirst().words());

        ServiceFileWriter.write(second, services(), true);
        assertEquals(List.of("/bin/two"), written("x").exec().getFirst().words());
        assertEquals(List.of("x.toml"), files());
    }

    @Test
    void aMaskIsNotWrittenThrough() throws IOException {
        Files.createDirectories(services());
        Path mask = Files.createSymbolicLink(services().resolve("x.toml"), Path.of("/dev/null"));

        assertThrows(
                StartError.Refused.class,
                () -> ServiceFileWriter.write(new NewService("x", "/bin/one"), services(), false));
        assertTrue(Files.isSymbolicLink(mask));

        ServiceFileWriter.write(new NewService("x", "/bin/one"), services(), true);
        assertFalse(Files.isSymbolicLink(mask));
        assertTrue(Files.isRegularFile(mask, LinkOption.NOFOLLOW_LINKS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/x", "..", ".x", "-x", "a/b", "x\u0000", "x y", "", "x@"})
    void aNameThatIsNoneIsRefusedBeforeAnythingIsTouched(String name) {
        assertThrows(
                StartError.InvalidArgument.class,
                () -> ServiceFileWriter.write(new NewService(name, "/bin/x"), services(), true));
        assertFalse(Files.exists(services()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/bin/x 'a", "bin/x", "/bin/x \u0000", "/bin/x \ud800"})
    void whatWouldNotLoadIsNotWritten(String command) {
        assertThrows(
                StartError.InvalidArgument.class,
                () -> ServiceFileWriter.write(new NewService("x", command), services(), false));
        assertFalse(Files.exists(services()));
    }
}
