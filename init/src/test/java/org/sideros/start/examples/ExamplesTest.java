package org.sideros.start.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.manager.Executor;
import org.sideros.start.manager.LibraryDirectory;

/** Each example does what it says, with real processes. */
class ExamplesTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;

    @BeforeAll
    static void nameTheExecutor() {
        System.setProperty(
                Executor.PROPERTY,
                Path.of("target/native/start-exec").toAbsolutePath().toString());
    }

    @AfterAll
    static void forgetTheExecutor() {
        System.clearProperty(Executor.PROPERTY);
    }

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void putBack() throws IOException {
        System.setOut(usualOut);
        System.setErr(usualErr);
        LibraryDirectory.delete(directory);
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(directory.resolve(name + ".toml"), "[service]\n" + String.join("\n", lines) + "\n");
    }

    private List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> err() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void basicServiceManagement() throws Exception {
        // Its child tells of the signal, however early that comes.
        Path stamps = directory.resolve("stamps");
        String program = Path.of("target/native/stamps").toAbsolutePath().toString();
        file(
                "nginx",
                "type = \"oneshot\"",
                "remain_after_exit = true",
                "exec = [\"" + program + "\", \"nginx\", \"" + stamps + "\"]");
        BasicServiceManagement.main(new String[] {directory.toString()});
        assertEquals(List.of("nginx is ACTIVE"), out());
        assertEquals(
                List.of("begin", "ready", "stop", "gone"),
                Files.readAllLines(stamps).stream()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
    }

    @Test
    void allServices() throws Exception {
        Path order = directory.resolve("order");
        file(
                "web",
                "exec = [\"sh\", \"-c\", \"echo web >> " + order + "\"]",
                "type = \"oneshot\"",
                "description = \"Web\"",
                "[service.dependencies]",
                "requires = [\"database\"]");
        file("database", "exec = [\"sh\", \"-c\", \"echo database >> " + order + "\"]", "type = \"oneshot\"");
        file("absent", "exec = \"/no/such/program\"");
        AllServices.main(new String[] {directory.toString()});
        assertTrue(out().contains("web: Web"), out()::toString);
        assertEquals(List.of("database", "web"), Files.readAllLines(order));
        assertTrue(err().contains("absent: exec /no/such/program: No such file or directory"), err()::toString);
    }

    @Test
    void customService() throws Exception {
        String user = Files.getOwner(directory).getName();
        String group = new com.sun.security.auth.module.UnixSystem().getUid() == 0 ? "0" : user;
        CustomService.main(new String[] {user, group, "sleep", "1000"});
        assertEquals(List.of("Running"), out());
    }

    @Test
    void processSupervision() throws Exception {
        ProcessSupervision.main(new String[] {"/bin/sleep", "1000"});
        assertEquals(List.of("Process is running", "Process ended by SIGTERM"), out());
    }

    @Test
    void restartedProcess() throws Exception {
        Path runs = directory.resolve("runs");
        RestartedProcess.main(new String[] {"sh", "-c", "echo >> " + runs + "; exit 1"});
        assertEquals(List.of("START_LIMIT after 3 restarts"), out());
        assertEquals(4, Files.readAllLines(runs).size());
    }

    @Test
    void errors() throws Exception {
        file("nginx", "exec = \"sleep 1000\"");
        file("absent", "exec = \"/no/such/program\"");
        Errors.main(new String[] {directory.toString(), "nginx", "nginx", "apache", "absent"});
        assertEquals(
                List.of(
                        "Service nginx is already running",
                        "Service apache not found",
                        "absent: exec /no/such/program: No such file or directory"),
                err());
        assertFalse(Files.exists(LibraryDirectory.of(directory).resolve("control.sock")));
    }
}
