package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sideros.start.manager.TestSupervisor.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.os.Kernel;

/** What {@code [service.security]} forbids, tried from inside by a real service. */
@Tag("forks")
final class SecurityTest {
    private static final String NOBODY = "user = \"65534\"\n";

    @TempDir
    Path directory;

    private TestSupervisor supervisor;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: namespaces and other users");
        TestSupervisor.prepare(directory);
        permit(directory, "rwxr-xr-x");
        supervisor = TestSupervisor.open(directory);
    }

    @AfterEach
    void close() {
        if (supervisor != null) {
            supervisor.close();
        }
    }

    private static Path permit(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void define(String keys, String security, String script) throws IOException {
        file(directory, "subject", """
                [service]
                type = "oneshot"
                exec = ["bash", "-c", '''
                exec 2>&1
                %s
                exit 0
                ''']
                %s
                [service.security]
                %s
                """.formatted(script, keys, security));
        supervisor.manager().reload(TestSupervisor.TEST);
    }

    /** What a script says that runs under these keys, with descriptor 2 as 1. */
    private List<String> inside(String keys, String security, String script) throws IOException {
        define(keys, security, script);
        assertEquals(
                "",
                supervisor.start("subject").error().map(Throwable::getMessage).orElse(""));
        Path log = directory.resolve("run/log/subject.log");
        List<String> lines = supervisor.lines("run/log/subject.log");
        Files.write(log, new byte[0]);
        return lines;
    }

    private List<String> inside(String security, String script) throws IOException {
        return inside("", security, script);
    }

    private String failure(String security) throws IOException {
        define("", security, "true");
        return supervisor.failure("subject");
    }

    @Test
    void privateTmpIsEmptyAndGoneAfterwards() throws IOException {
        Path here = Files.createTempFile(Path.of("/tmp"), "seen-by-all", "");
        Path mark = Path.of("/tmp/" + here.getFileName() + "-private");
        try {
            String script =
                    "ls -A /tmp /var/tmp; touch %s /var/tmp/x && ls /tmp; stat -c %%a /tmp /var/tmp".formatted(mark);
            List<String> expected =
                    List.of("/tmp:", "", "/var/tmp:", mark.getFileName().toString(), "1777", "1777");
            assertEquals(expected, inside("private_tmp = true", script));
            assertFalse(Files.exists(mark), "seen by others");
            assertEquals(expected, inside(NOBODY, "private_tmp = true", script), "the next run begins anew");
            assertEquals(List.of("there"), inside("private_tmp = false", "test -e " + here + " && echo there"));
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void privateNetworkHasOnlyItsOwnLoopback() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String connect = "(exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + ") && echo connected";
            assertEquals(List.of("connected"), inside("private_network = false", connect));
            List<String> refused = inside("private_network = true", connect);
            // Refused by its own interface, which is up, and not "unreachable".
            assertTrue(refused.getFirst().endsWith("Connection refused"), refused::toString);
            List<String> outside = inside("private_network = true", "exec 3<>/dev/tcp/192.0.2.1/80");
            assertTrue(outside.getFirst().endsWith("Network is unreachable"), outside::toString);
            assertEquals(
                    List.of("lo"),
                    inside("private_network = true", "sed -n 's/^ *\\([^ ]*\\):.*/\\1/p' /proc/net/dev"));
        }
    }

    @Test
    void privateDevicesAreNoneOfTheMachine() throws IOException {
        String script = """
                find /dev -type b
                ls /dev
                head -c 4 /dev/urandom | wc -c
                head -c 2 /dev/zero | wc -c
                echo lost > /dev/null && cat /dev/null
                echo full > /dev/full
                touch /dev/shm/start-test && rm /dev/shm/start-test && echo shared
                ls /dev/pts
                touch /dev/new
                mknod /tmp/null c 1 3
                mknod /tmp/disk b 8 0
                """;
        List<String> seen = inside("private_devices = true", script);
        List<String> names = List.of(
                "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom",
                "zero");
        List<String> others = List.of("mqueue", "hugepages", "log");
        List<String> listed = seen.subList(0, seen.indexOf("zero") + 1).stream()
                .filter(name -> !others.contains(name))
                .toList();
        assertEquals(names, listed);
        List<String> rest = seen.subList(seen.indexOf("zero") + 1, seen.size());
        assertEquals(List.of("4", "2"), rest.subList(0, 2));
        assertTrue(rest.get(2).endsWith("No space left on device"), rest::toString);
        assertEquals(List.of("shared", "ptmx"), rest.subList(3, 5));
        assertEquals("touch: cannot touch '/dev/new': Read-only file system", rest.get(5));
        assertEquals("mknod: /tmp/null: Operation not permitted", rest.get(6));
        assertEquals("mknod: /tmp/disk: Operation not permitted", rest.get(7));
    }

    @Test
    void protectedSystemCannotBeWritten() throws IOException {
        List<String> tried = inside("protect_system = true", """
                touch /usr/x; touch /etc/x; rm -f /etc/passwd; echo x > /usr/bin/env
                mkdir /var/tmp/start-test && rmdir /var/tmp/start-test && echo the rest can
                """);
        assertEquals(5, tried.size(), tried::toString);
        tried.subList(0, 4).forEach(line -> assertTrue(line.endsWith("Read-only file system"), line));
        assertEquals("the rest can", tried.getLast());
        assertTrue(Files.exists(Path.of("/etc/passwd")));
    }

    @Test
    void protectedHomeIsEmpty() throws IOException {
        Path secret = Files.createTempFile(Path.of("/root"), "start-test", "");
        try {
            List<String> tried = inside(
                    "protect_home = true",
                    "ls -A /root /home; cat %s; touch /root/x; stat -c %%a /root".formatted(secret));
            assertEquals(
                    List.of(
                            "/home:",
                            "",
                            "/root:",
                            "cat: " + secret + ": No such file or directory",
                            "touch: cannot touch '/root/x': Read-only file system",
                            "0"),
                    tried);
            tried = inside(NOBODY, "protect_home = true", "ls /home");
            assertEquals(List.of("ls: cannot open directory '/home': Permission denied"), tried);
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void readOnlyPathsCannotBeWrittenNorWhatIsMountedBelow() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/sub"));
        Path single = Files.writeString(directory.resolve("single"), "old\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("tree"));
        String security = "read_only_paths = [\"%s\", \"%s\", \"-/no/such/path\"]".formatted(link, single);
        List<String> tried = inside(
                security,
                "touch %1$s/sub/x; echo new > %2$s; cat %2$s; touch %3$s/beside && echo beside"
                        .formatted(tree.getParent(), single, directory));
        assertEquals(4, tried.size(), tried::toString);
        assertTrue(tried.get(0).endsWith("Read-only file system"), tried::toString);
        assertTrue(tried.get(1).endsWith("Read-only file system"), tried::toString);
        assertEquals(List.of("old", "beside"), tried.subList(2, 4));
        // The root with all mounts; what is private stays as it was made.
        tried = inside(
                "read_only_paths = [\"/\"]\nprivate_tmp = true",
                "touch /x; touch /dev/shm/x; touch /tmp/x /var/tmp/x && echo own");
        assertEquals(3, tried.size(), tried::toString);
        assertTrue(tried.get(0).endsWith("Read-only file system"), tried::toString);
        assertTrue(tried.get(1).endsWith("Read-only file system"), tried::toString);
        assertEquals("own", tried.get(2));
    }

    @Test
    void inaccessiblePathsCannotBeOpenedEvenByRoot() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.writeString(tree.resolve("secret"), "secret\n");
        Path single = Files.writeString(directory.resolve("single"), "secret\n");
        String security =
                "inaccessible_paths = [\"%s\", \"%s\", \"-/no/such/path\", \"/proc/version\"]\nprivate_pids = true"
                        .formatted(tree, single);
        String script = "cat %2$s; echo x > %2$s; ls -A %1$s; cat %1$s/secret; touch %1$s/x; cat /proc/version"
                .formatted(tree, single);
        List<String> tried = inside(security, script);
        assertEquals(5, tried.size(), tried::toString);
        assertEquals("cat: " + single + ": Permission denied", tried.get(0));
        assertTrue(tried.get(1).endsWith(single + ": Permission denied"), tried::toString);
        assertEquals("cat: " + tree + "/secret: No such file or directory", tried.get(2));
        assertEquals("touch: cannot touch '" + tree + "/x': Read-only file system", tried.get(3));
        assertEquals("cat: /proc/version: Permission denied", tried.get(4));
        assertEquals("secret\n", Files.readString(single));
    }

    @Test
    void aMissingPathFailsTheStart() throws IOException {
        assertEquals(
                "subject: mount /no/such/path: No such file or directory",
                failure("read_only_paths = [\"/no/such/path\"]"));
        assertEquals(
                "subject: mount /no/such/path: No such file or directory",
                failure("inaccessible_paths = [\"/no/such/path\"]"));
        assertEquals("subject: mount /: Invalid argument", failure("inaccessible_paths = [\"/\"]"));
    }

    @Test
    void capabilitiesAreHadByAnyUserAndNoOthers() throws IOException {
        String own = "capabilities = [\"CAP_CHOWN\", \"CAP_NET_BIND_SERVICE\"]\nprivate_tmp = true";
        String script = """
                grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | sort | uniq | cut -f 2 | uniq
                touch /tmp/x && chown 7:7 /tmp/x && stat -c %u /tmp/x
                cat /etc/shadow > /tmp/y
                """;
        List<String> tried = inside(NOBODY, own, script);
        assertEquals(
                List.of("0000000000000401", "7", "cat: /etc/shadow: Permission denied"),
                tried,
                "not root, but with two");
        tried = inside(own, script + "kill -0 1; nice -n -5 true");
        assertEquals(List.of("0000000000000401", "7"), tried.subList(0, 2));
        assertTrue(tried.getLast().endsWith("Permission denied"), "root, but with two only: " + tried);
        tried = inside("capabilities = []\nprivate_tmp = true", script);
        assertEquals("0000000000000000", tried.get(0));
        assertEquals("chown: changing ownership of '/tmp/x': Operation not permitted", tried.get(1));
    }

    @Test
    void aCapabilityThatNobodyKnowsIsAnErrorOfTheFile() throws IOException {
        define("", "capabilities = [\"CAP_NET_BIND_SERVICES\"]", "true");
        String failure = supervisor.failure("subject");
        assertTrue(failure.contains("did you mean \"CAP_NET_BIND_SERVICE\"?"), failure);
    }

    @Test
    void noNewPrivilegesMakesSetUserIdVain() throws IOException {
        Path id = permit(Files.copy(Path.of("/usr/bin/id"), directory.resolve("id")), "rwxr-xr-x");
        Files.setAttribute(id, "unix:mode", 04755);
        assertEquals(List.of("0"), inside(NOBODY, "no_new_privileges = false", id + " -u"));
        assertEquals(List.of("65534"), inside(NOBODY, "no_new_privileges = true", id + " -u"));
    }

    @Test
    void allKeysTogetherWorkForAUser() throws IOException {
        String all = """
                no_new_privileges = true
                capabilities = ["CAP_CHOWN", "CAP_MKNOD"]
                private_tmp = true
                private_network = true
                private_devices = true
                private_pids = true
                protect_system = true
                protect_home = true
                read_only_paths = ["/var"]
                inaccessible_paths = ["/etc/passwd"]
                """;
        List<String> tried = inside(
                NOBODY + "working_directory = \"/var/tmp\"\numask = \"0077\"\n[service.resource_limits]\nnofile = 64",
                all,
                """
                id -u; pwd; umask; ulimit -n
                grep CapEff /proc/self/status | cut -f 2
                set -- /proc/[0-9]*; echo $#
                ls -A /tmp | wc -l
                touch /tmp/x /var/tmp/x && echo writes
                cut -d : -f 1 /proc/net/dev | tail -n +3 | tr -d ' '
                ls /dev/vda /dev/sda 2> /dev/null
                ls /root; cat /etc/passwd; touch /var/x
                """);
        assertEquals(
                List.of(
                        "65534",
                        "/var/tmp",
                        "0077",
                        "64",
                        "0000000000000001",
                        "2",
                        "0",
                        "writes",
                        "lo",
                        "ls: cannot open directory '/root': Permission denied",
                        "cat: /etc/passwd: Permission denied",
                        "touch: cannot touch '/var/x': Read-only file system"),
                tried);
    }

    @Test
    void aPathInAPrivateDirectoryIsMissing() throws IOException {
        Path single = Files.writeString(directory.resolve("single"), "");
        assumeTrue(single.startsWith("/tmp"), "needs a temporary directory below /tmp");
        assertEquals(
                "subject: mount " + single + ": No such file or directory",
                failure("private_tmp = true\ninaccessible_paths = [\"" + single + "\"]"));
    }

    @Test
    void theSystemSeesNothingOfIt() throws IOException {
        String before = Files.readString(Path.of("/proc/self/mountinfo"));
        inside(
                "private_tmp = true\nprivate_devices = true\nprivate_pids = true\nprotect_system = true\nprotect_home = true",
                "true");
        assertEquals(before, Files.readString(Path.of("/proc/self/mountinfo")));
        try (Stream<Path> all = Files.list(Path.of("/etc"))) {
            assertTrue(all.findAny().isPresent());
        }
    }
}
