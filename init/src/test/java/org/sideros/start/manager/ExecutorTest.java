package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;

/** Where the executor is looked for. */
class ExecutorTest {
    @TempDir
    Path directory;

    @Test
    void theDistributionComesFirstThenWhatIsBesideTheJar() {
        assertEquals(
                List.of(
                        Path.of("/opt/start/libexec/start-exec"),
                        Path.of("/app/lib/start-exec"),
                        Path.of("/app/lib/native/start-exec"),
                        Path.of("/app/libexec/start-exec")),
                Executor.places("/opt/start", Path.of("/app/lib/start-init.jar")));
    }

    @Test
    void withoutADistributionAndAJarThereIsNowhereToLook() {
        assertEquals(List.of(), Executor.places(null, null));
    }

    @Test
    void whatIsNoProgramIsNamedWithTheWayOut() throws IOException {
        Path file = Files.createFile(directory.resolve("start-exec"));
        StartError.StartFailed error = assertThrows(StartError.StartFailed.class, () -> Executor.check(file));
        assertTrue(error.getMessage().startsWith("start-exec: " + file + " is not a program that can be run"));
        assertTrue(error.getMessage().contains("-Dstart.executor="), error.getMessage());
        assertTrue(file.toFile().setExecutable(true));
        assertEquals(file, Executor.check(file));
    }
}
