package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;

/** Orphans need not end up at init. */
@Tag("forks")
class BelowASubreaperTest {
    @TempDir
    Path directory;

    @Test
    void whatAProcessLeavesBehindIsEndedAlthoughAnotherProgramHasAdoptedIt() throws Exception {
        Path pid = directory.resolve("pid");
        Path said = directory.resolve("said");
        Process program = new ProcessBuilder(BelowASubreaper.command(
                        Path.of("target/native/start-exec").toAbsolutePath().toString(),
                        directory.resolve("run").toString(),
                        "setsid sh -c 'echo $$ > " + pid + "; exec sleep 1000' & until [ -s " + pid
                                + " ]; do sleep 0.01; done"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(program.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, program.exitValue(), Files.readString(said));
            assertFalse(
                    TestSupervisor.alive(Integer.parseInt(Files.readString(pid).strip())));
        } finally {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
    }
}
