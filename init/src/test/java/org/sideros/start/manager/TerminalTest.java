package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.manager.TestSupervisor.eventually;
import static org.sideros.start.manager.TestSupervisor.file;
import static org.sideros.start.manager.TestSupervisor.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.os.Kernel;

/**
 * {@code tty}: a service on a terminal. The terminal is one that script(1) makes, whose own program keeps it as its
 * controlling terminal, as somebody who is still logged in would.
 */
@Tag("forks")
final class TerminalTest {
    @TempDir
    Path directory;

    private TestSupervisor supervisor;
    private String terminal = "";

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: taking a terminal away");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1)");
        TestSupervisor.prepare(directory);
        Path where = directory.resolve("where");
        file(directory, "terminal", """
                [service]
                exec = ["script", "-qfc", "trap '' HUP; stty raw -echo -icrnl intr ^G; tty > %1$s.new; mv %1$s.new %1$s; sleep 1000", "/dev/null"]
                [service.stop]
                signal = "SIGKILL"
                """.formatted(where));
        supervisor = TestSupervisor.open(directory);
        assertEquals(Optional.empty(), supervisor.start("terminal").error());
        eventually(() -> Files.exists(where));
        terminal = Files.readString(where).strip();
        assertTrue(terminal.startsWith("/dev/pts/"), terminal);
    }

    @AfterEach
    void close() {
        if (supervisor != null) {
            supervisor.close();
        }
    }

    private void define(String keys, String script) throws IOException {
        file(directory, "subject", """
                [service]
                %s
                exec = ["sh", "-c", '''
                %s
                ''']
                """.formatted(keys, script));
        supervisor.manager().reload(TestSupervisor.TEST);
    }

    private void run(String keys, String script) throws IOException {
        define("type = \"oneshot\"\n" + keys, script);
        assertEquals(Optional.empty(), supervisor.start("subject").error());
    }

    /** What was written on the terminal. */
    private List<String> shown() {
        return text(directory.resolve("run/log/terminal.log")).lines().toList();
    }

    @Test
    void itIsInputOutputAndControllingTerminal() throws IOException {
        run(
                "tty = \"" + terminal + "\"",
                "tty; echo out; echo err >&2; echo controlling > /dev/tty; "
                        + "cut -d ' ' -f 5,6,8 /proc/$$/stat; echo $$; ls /proc/$$/fd | tr '\\n' ' '; echo end");
        eventually(() -> shown().stream().anyMatch(line -> line.endsWith("end")));
        List<String> lines = shown();
        assertEquals(List.of(terminal, "out", "err", "controlling"), lines.subList(0, 4));
        String pid = lines.get(5);
        assertEquals(
                String.join(" ", pid, pid, pid), lines.get(4), "leads its group and session, and is in the foreground");
        assertEquals("0 1 2 end", lines.get(6), "and gets nothing else");
        assertEquals(List.of(), supervisor.lines("run/log/subject.log"));
    }

    @Test
    void outputThatHasAPlaceGoesThere() throws IOException {
        Path log = directory.resolve("log");
        run("tty = \"" + terminal + "\"\nstdout = \"append:" + log + "\"", "tty; echo err >&2; echo here > /dev/tty");
        eventually(() -> shown().contains("here"));
        assertEquals(List.of("here"), shown());
        assertEquals(List.of(terminal, "err"), Files.readAllLines(log));
    }

    @Test
    void itsSettingsAreSane() throws IOException {
        Path settings = directory.resolve("settings");
        run("tty = \"" + terminal + "\"", "stty -a > " + settings);
        String all = " " + Files.readString(settings).replaceAll("\\s+", " ");
        for (String word :
                List.of(" icanon ", " echo ", " isig ", " icrnl ", " opost ", " onlcr ", " intr = ^C", " eof = ^D")) {
            assertTrue(all.contains(word), word + " in " + all);
        }
    }

    @Test
    void aUserWithoutPrivilegesHasItToo() throws IOException {
        run(
                "user = \"65534\"\ngroup = \"65534\"\ntty = \"" + terminal + "\"",
                "echo controlling > /dev/tty; stty -a > /dev/null && echo asked");
        eventually(() -> shown().contains("asked"));
        assertEquals(List.of("controlling", "asked"), shown());
    }

    @Test
    void whatIsNoTerminalFailsTheStartAtOnce() throws Exception {
        define("tty = \"/dev/no-such-tty\"", "exec sleep 1000");
        assertEquals("subject: tty /dev/no-such-tty: No such file or directory", supervisor.failure("subject"));
        define("tty = \"/dev/null\"", "exec sleep 1000");
        assertEquals("subject: tty /dev/null: Inappropriate ioctl for device", supervisor.failure("subject"));
        // One end is never opened: a read or a plain open(2) would wait for ever.
        Path pipe = directory.resolve("pipe");
        run("", "mkfifo " + pipe);
        define("tty = \"" + pipe + "\"", "exec sleep 1000");
        assertEquals("subject: tty " + pipe + ": Inappropriate ioctl for device", supervisor.failure("subject"));
    }
}
