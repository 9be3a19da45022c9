package org.sideros.start.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.Patience;
import org.sideros.start.natives.NativePrograms.Run;
import org.sideros.start.process.ExecutorStep;

@Tag("forks")
final class StartExecTest {
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int ENOEXEC = 8;
    private static final int EBADF = 9;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int EISDIR = 21;
    private static final int EINVAL = 22;

    private static final Reported READY = new Reported(0, 0, "");

    /** One record of the report. */
    private record Reported(int step, int errno, String object) {}

    private record Outcome(Run run, List<Reported> report) {
        String out() {
            return run.out().strip();
        }
    }

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    /** What runs start-exec: nothing, or a program that spoils what it inherits. */
    private List<String> before = List.of();

    private String startExec = NativePrograms.program("start-exec");

    @BeforeEach
    void openToEveryUser() throws IOException {
        NativePrograms.permit(directory, "rwxr-xr-x");
    }

    @AfterEach
    void endWhatRuns() {
        started.forEach(Process::destroyForcibly);
    }

    private List<String> command(String options, String... program) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "umask 022; exec \"$@\" 7>" + directory.resolve("report"), "sh"));
        command.addAll(before);
        command.add(startExec);
        command.add("report=7");
        command.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)));
        command.add("--");
        command.addAll(List.of(program));
        return command;
    }

    /** Runs a program by way of start-exec, with options in one string. */
    private Outcome exec(String options, String... program) throws Exception {
        return exec(Map.of(), options, program);
    }

    private Outcome exec(Map<String, String> environment, String options, String... program) throws Exception {
        Run run = NativePrograms.run(environment, command(options, program));
        return new Outcome(run, report());
    }

    private List<Reported> report() throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(directory.resolve("report"))).order(ByteOrder.nativeOrder());
        List<Reported> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int step = bytes.getInt();
            int errno = bytes.getInt();
            records.add(new Reported(
                    step, errno, step == 0 ? "" : UTF_8.decode(bytes).toString()));
        }
        return records;
    }

    private static void assertFails(String step, int errno, Outcome outcome) throws IOException {
        assertFails(step, errno, outcome.report().getLast().object(), outcome);
    }

    private static void assertFails(String step, int errno, String object, Outcome outcome) throws IOException {
        Reported failure = new Reported(number(step), errno, object);
        assertEquals("exec".equals(step) ? List.of(READY, failure) : List.of(failure), outcome.report());
        assertEquals(127, outcome.run().status());
        assertEquals("", outcome.run().out() + outcome.run().err());
    }

    /** The number of a step in the table of the program. */
    private static int number(String step) throws IOException {
        Matcher row = Pattern.compile("X\\((\\d+), [A-Z_]+, \"" + step + "\"\\)")
                .matcher(Files.readString(Path.of("src/main/native/steps.h"), UTF_8));
        assertTrue(row.find(), step);
        return Integer.parseInt(row.group(1));
    }

    private String status(String options, String field) throws Exception {
        Outcome outcome = exec(options, "cat", "/proc/self/status");
        assertEquals(List.of(READY), outcome.report());
        Matcher line = Pattern.compile("^" + field + ":[ \t]*(.*?)[ \t]*$", Pattern.MULTILINE)
                .matcher(outcome.out());
        assertTrue(line.find(), outcome.out());
        return line.group(1);
    }

    /** Starts a program that goes on running, and looks at it from outside once it runs. */
    private Path running(String options) throws Exception {
        Process process = NativePrograms.start(
                Map.of(), command(options, "sleep", "1000"), directory.resolve("out"), directory.resolve("err"));
        started.add(process);
        Path proc = Path.of("/proc", String.valueOf(process.pid()));
        await().atMost(Patience.LONG)
                .until(() -> NativePrograms.read(proc.resolve("cmdline")).startsWith("sleep"));
        return proc;
    }

    private static Set<Integer> descriptors(Path proc) throws IOException {
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return files.map(file -> Integer.valueOf(file.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
    }

    /** Once the dynamic linker, which opens libraries at first, is through. */
    private static void assertDescriptors(Set<Integer> expected, Path proc) {
        await().atMost(Patience.LONG).untilAsserted(() -> assertEquals(expected, descriptors(proc)));
    }

    @Test
    void passesArgumentsEnvironmentAndStatusOn() throws Exception {
        Outcome outcome = exec(
                Map.of("WORD", "from the caller"), "", "sh", "-c", "echo \"$WORD,$1,$2\"; exit 41", "sh", "a b", "");
        assertEquals("from the caller,a b,", outcome.out());
        assertEquals(41, outcome.run().status());
        assertEquals(List.of(READY), outcome.report());
    }

    @Test
    void leadsASessionWhenAsked() throws Exception {
        String[] fields = exec("session", "cat", "/proc/self/stat").out().split(" ", -1);
        assertEquals(fields[0], fields[5], "session");
        fields = exec("", "cat", "/proc/self/stat").out().split(" ", -1);
        assertNotEquals(fields[0], fields[5], "session");
    }

    @Test
    void readsAndWritesTheFilesItIsGiven() throws Exception {
        Files.writeString(directory.resolve("in"), "hello\n");
        Files.writeString(directory.resolve("emptied"), "old\n");
        Files.writeString(directory.resolve("longer"), "old\n");
        String options = "stdin=read:%1$s/in stdout=file:%1$s/emptied stderr=append:%1$s/longer".formatted(directory);
        exec(options, "sh", "-c", "cat; echo oops >&2");
        assertEquals("hello\n", NativePrograms.read(directory.resolve("emptied")));
        assertEquals("old\noops\n", NativePrograms.read(directory.resolve("longer")));
    }

    @Test
    void makesLogFilesWithTheSupervisorsUmaskAndNotTheServices() throws Exception {
        exec("umask=0000 stdout=append:" + directory + "/log", "true");
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("log"))));
    }

    @Test
    void sendsErrorsWhereOutputGoes() throws Exception {
        exec("stdout=append:" + directory + "/log stderr=stdout", "sh", "-c", "echo a; echo b >&2; echo c");
        assertEquals("a\nb\nc\n", NativePrograms.read(directory.resolve("log")));
    }

    @Test
    void readsNothingFromNullAndWritesNothingToIt() throws Exception {
        Outcome outcome =
                exec("stdin=null stdout=null", "sh", "-c", "cat; echo lost; f=$(readlink /proc/$$/fd/1); echo $f >&2");
        assertEquals("/dev/null", outcome.run().err().strip());
        assertEquals("", outcome.out());
    }

    @Test
    void takesDescriptorsAsTheCallerHasThem() throws Exception {
        Outcome swapped = exec("stdout=fd:2 stderr=fd:1", "sh", "-c", "echo out; echo err >&2");
        assertEquals("err", swapped.out());
        assertEquals("out", swapped.run().err().strip());
    }

    @Test
    void standsNullInForAClosedStandardDescriptor() throws Exception {
        before = List.of(NativePrograms.probe(), "no-stdio");
        Path proc = running("session");
        assertDescriptors(Set.of(0, 1, 2), proc);
        assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(proc.resolve("fd/2")));
    }

    @Test
    void setsTheUmask() throws Exception {
        assertEquals("0027", exec("umask=027", "sh", "-c", "umask").out());
    }

    @Test
    void setsNiceness() throws Exception {
        assertEquals("7", exec("nice=7", "nice").out());
    }

    @Test
    void setsTheScoreForTheOutOfMemoryKiller() throws Exception {
        assertEquals("321", exec("oom=321", "cat", "/proc/self/oom_score_adj").out());
    }

    @ParameterizedTest
    @CsvSource({
        "as, Max address space, 4294967296, 8589934592",
        "core, Max core file size, 1, 2",
        "cpu, Max cpu time, 1001, 1002",
        "data, Max data size, 4294967296, 4294967297",
        "fsize, Max file size, 1000001, 1000002",
        "locks, Max file locks, 1001, 1002",
        "memlock, Max locked memory, 1000001, 1000002",
        "msgqueue, Max msgqueue size, 1001, 1002",
        "nice, Max nice priority, 1, 2",
        "nofile, Max open files, 101, 102",
        "nproc, Max processes, 10001, 10002",
        "rss, Max resident set, 1000001, 1000002",
        "rtprio, Max realtime priority, 1, 2",
        "rttime, Max realtime timeout, 1001, 1002",
        "sigpending, Max pending signals, 101, 102",
        "stack, Max stack size, 1000001, 1000002",
        "cpu, Max cpu time, infinity, infinity",
        "fsize, Max file size, 1000001, infinity",
    })
    void setsEveryLimit(String name, String label, String soft, String hard) throws Exception {
        assumeTrue(
                mayRaiseLimits() || !List.of("nice", "rtprio").contains(name), "needs CAP_SYS_RESOURCE: it is 0 now");
        Outcome outcome = exec("rlimit=" + name + ":" + soft + ":" + hard, "cat", "/proc/self/limits");
        assertEquals(List.of(READY), outcome.report());
        String row = outcome.out()
                .lines()
                .filter(line -> line.startsWith(label + " "))
                .findFirst()
                .orElseThrow();
        String expected = (soft + " " + hard).replace("infinity", "unlimited");
        assertTrue(row.substring(label.length()).strip().replaceAll("\\s+", " ").startsWith(expected), row);
    }

    /** Whether this process has CAP_SYS_RESOURCE, capability 24. */
    private static boolean mayRaiseLimits() throws IOException {
        String effective = NativePrograms.read(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(effective.substring(7).strip(), 16) & 1L << 24) != 0;
    }

    @Test
    void setsSeveralLimitsAtOnce() throws Exception {
        assertEquals(
                "50 3",
                exec("rlimit=nofile:50:60 rlimit=core:3:4", "bash", "-c", "echo $(ulimit -n) $(ulimit -c)")
                        .out()
                        .replace(" 0", " 3"));
    }

    @Test
    void dropsEveryIdAndGroup() throws Exception {
        NativePrograms.assumeRoot();
        String options = "groups=1001,1002 gid=1234 uid=4321 cwd=/";
        assertEquals("4321\t4321\t4321\t4321", status(options, "Uid"));
        assertEquals("1234\t1234\t1234\t1234", status(options, "Gid"));
        assertEquals("1001 1002", status(options, "Groups"));
        assertEquals("0000000000000000", status(options, "CapEff"));
        assertEquals("", status("groups= gid=1234 uid=4321 cwd=/", "Groups"));
    }

    @Test
    void setsNoNewPrivileges() throws Exception {
        assertEquals("1", status("no_new_privs", "NoNewPrivs"));
        assertEquals("0", status("", "NoNewPrivs"));
    }

    @Test
    void changesTheDirectoryWithTheUsersRights() throws Exception {
        NativePrograms.assumeRoot();
        Path secret = NativePrograms.permit(Files.createDirectory(directory.resolve("secret")), "rwx------");
        assertEquals(
                secret.toRealPath().toString(), exec("cwd=" + secret, "pwd").out());
        assertFails("cwd", EACCES, exec("uid=4321 cwd=" + secret, "pwd"));
    }

    @Test
    void joinsACgroup() throws Exception {
        NativePrograms.assumeRoot();
        Path root = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> "cgroup2".equals(fields[2]))
                .map(fields -> Path.of(fields[1]))
                .findFirst()
                .orElse(null);
        assumeTrue(root != null && Files.isWritable(root), "needs a writable cgroup2 file system");
        Path group = Files.createDirectory(
                root.resolve("start-exec-test-" + ProcessHandle.current().pid()));
        try {
            String groups = exec("cgroup=" + group, "cat", "/proc/self/cgroup").out();
            assertTrue(groups.endsWith("/" + group.getFileName()), groups);
        } finally {
            Files.delete(group);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spoil", "old-kernel"})
    void leavesNothingOfTheCallersToTheProgram(String kernel) throws Exception {
        String probe = NativePrograms.probe();
        before = "spoil".equals(kernel) ? List.of(probe, "spoil") : List.of(probe, kernel, probe, "spoil");
        Path proc = running("session");
        String status = NativePrograms.read(proc.resolve("status"));
        for (String field : List.of("SigBlk", "SigIgn", "SigCgt")) {
            assertTrue(status.contains(field + ":\t0000000000000000\n"), status);
        }
        assertDescriptors(Set.of(0, 1, 2), proc);
    }

    @Test
    void closesDescriptorsWithoutProcOrCloseRangeToo() throws Exception {
        NativePrograms.assumeRoot();
        String probe = NativePrograms.probe();
        before = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "umount -l /proc && exec \"$@\"",
                "sh",
                probe,
                "old-kernel",
                probe,
                "spoil");
        Path proc = running("rlimit=nofile:10:10");
        assertDescriptors(Set.of(0, 1, 2), proc);
    }

    @Test
    void keepsTheDescriptorsMeantForTheProgram() throws Exception {
        before = List.of(NativePrograms.probe(), "spoil");
        assertDescriptors(Set.of(0, 1, 2, 3, 9, 30), running("fd=999:3 fd=100:30 fd=4:9"));
    }

    @Test
    void keepsThemOnAnOldKernelToo() throws Exception {
        before = List.of(NativePrograms.probe(), "old-kernel", NativePrograms.probe(), "spoil");
        assertEquals(Set.of(0, 1, 2, 3, 9, 30), descriptors(running("fd=999:3 fd=100:30 fd=4:9")));
    }

    @Test
    void numbersDescriptorsAnewWithoutLosingOne() throws Exception {
        before = List.of("sh", "-c", "exec \"$@\" 3>three 4>four 5>five".replace(">", ">" + directory + "/"), "sh");
        String options = "fd=4:3 fd=5:4 fd=3:5 fd=3:7 stdin=fd:4 rlimit=nofile:7:7";
        Path proc = running(options);
        Map<Integer, String> expected = Map.of(0, "four", 3, "four", 4, "five", 5, "three", 7, "three");
        for (int fd : expected.keySet()) {
            assertEquals(
                    directory.toRealPath().resolve(expected.get(fd)),
                    Files.readSymbolicLink(proc.resolve("fd/" + fd)),
                    "descriptor " + fd);
        }
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 7), descriptors(proc));
    }

    @Test
    void refusesADescriptorThatIsNotOpen() throws Exception {
        assertFails("descriptors", EBADF, exec("fd=66:3", "true"));
    }

    @Test
    void tellsTheProgramItsOwnNumber() throws Exception {
        Map<String, String> environment = Map.of("LISTEN_PID", "0", "LISTEN_PIDS", "kept", "WATCHDOG_PID", "");
        Outcome outcome = exec(
                environment,
                "self=LISTEN_PID self=WATCHDOG_PID",
                "sh",
                "-c",
                "echo $(($$ - LISTEN_PID)) $(($$ - WATCHDOG_PID)) $LISTEN_PIDS");
        assertEquals("0 0 kept", outcome.out());
        assertFails("usage", EINVAL, "NO_SUCH_PID", exec("self=NO_SUCH_PID", "true"));
    }

    @Test
    void movesTheReportOutOfTheWayOfPassedDescriptors() throws Exception {
        before = List.of("sh", "-c", "exec \"$@\" 6<&0", "sh");
        Outcome outcome = exec("fd=6:7", "sh", "-c", "echo >&7 2>&-; echo >&8");
        assertEquals(List.of(READY), outcome.report());
        assertEquals(2, outcome.run().status(), "the report is not the program's");
    }

    @Test
    void runsNothingWhenNobodyReadsTheReport() throws Exception {
        Path proof = directory.resolve("ran");
        NativePrograms.run(
                "bash", "-c", "exec 9> >(true); wait $!; \"$0\" report=9 -- touch \"$1\"", startExec, proof.toString());
        assertTrue(Files.notExists(proof));
    }

    @ParameterizedTest
    @ValueSource(strings = {"old-kernel", "none"})
    void makesATreeReadOnlyWithTheMountsBelowIt(String kernel) throws Exception {
        NativePrograms.assumeRoot();
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Path below = Files.createDirectory(tree.resolve("a \\ b"));
        before = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec,nosuid,nodev tmpfs \"$0\" && exec \"$@\"",
                below.toString()));
        if ("old-kernel".equals(kernel)) {
            before.addAll(List.of(NativePrograms.probe(), kernel));
        }
        Outcome outcome = exec(
                "read_only=" + tree,
                "sh",
                "-c",
                "cd \"$1\"; touch ../x x; touch ../../x && echo beside; grep -c '/tree/a.*b ro,nosuid,nodev,noexec' /proc/self/mountinfo",
                "sh",
                below.toString());
        assertEquals("beside\n1", outcome.out(), "the flags the mount had are kept");
        assertEquals(
                2,
                outcome.run()
                        .err()
                        .lines()
                        .filter(line -> line.endsWith("Read-only file system"))
                        .count());
    }

    @Test
    void needsACapabilityToGiveIt() throws Exception {
        NativePrograms.assumeRoot();
        before = List.of(startExec, "bounding=3", "fd=7:7", "--");
        assertFails("capabilities", EPERM, "10", exec("ambient=402", "true"));
        assertEquals("0000000000000003", status("", "CapBnd"));
        before = List.of();
        assertEquals("0000000000000002", status("uid=4321 cwd=/ ambient=2 bounding=2", "CapEff"));
    }

    @Test
    void aProcessInAPidNamespaceIsTheCallersChild() throws Exception {
        NativePrograms.assumeRoot();
        Path pid = directory.resolve("pid");
        before = List.of(
                "bash",
                "-c",
                "\"$@\" 8>" + pid + "; echo $?; sleep 0.1; while wait -n; do :; done; cat /proc/$$/task/$$/children",
                "bash");
        Outcome outcome = exec("private_pids=8", "sh", "-c", "echo $$ $PPID");
        assertEquals(List.of(READY), outcome.report());
        assertEquals(4, Files.size(pid));
        assertTrue(outcome.out().contains("2 0"), outcome.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "uid=-1",
                "uid=4294967295",
                "gid=4294967295",
                "gid=",
                "uid=1x",
                "uid=99999999999999999999",
                "groups=1,",
                "groups=,1",
                "groups=1,,2",
                "groups=4294967295",
                "umask=9",
                "umask=1000",
                "umask=",
                "nice=20",
                "nice=-21",
                "nice=",
                "oom=1001",
                "oom=-1001",
                "rlimit=nofiles:1:2",
                "rlimit=nofile:1",
                "rlimit=nofile:1:2:3",
                "rlimit=nofile:-1:2",
                "rlimit=nofile:18446744073709551615:1",
                "rlimit=nofile",
                "stdin=file:/x",
                "stdin=stdout",
                "stdout=stdout",
                "stdout=read:/x",
                "stdout=",
                "stdout=fd:",
                "stdout=fd:x",
                "stderr=file:",
                "cwd=",
                "cgroup=",
                "fd=3",
                "fd=0:2",
                "fd=0:70000",
                "fd=-1:3",
                "fd=:3",
                "fd=0:",
                "self=",
                "tty=ttyS0",
                "tty=",
                "private_pids",
                "private_pids=",
                "private_tmp=1",
                "read_only=relative",
                "read_only=",
                "inaccessible=--/x",
                "bounding=",
                "bounding=xyz",
                "bounding=-1",
                "ambient=10000000000000000",
                "session=1",
                "no_new_privs=0"
            })
    void refusesABadOption(String option) throws Exception {
        assertFails("usage", EINVAL, exec(option, "true"));
    }

    @Test
    void refusesToRunNothing() throws Exception {
        assertFails("usage", EINVAL, exec("session"));
        assertFails("usage", EINVAL, exec("session", ""));
        Run run = NativePrograms.run(startExec, "session");
        assertEquals(127, run.status());
        assertEquals("start-exec: usage no -- before the program: Invalid argument\n", run.err());
    }

    @Test
    void namesTheStepThatFails() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertFails("cgroup", ENOENT, exec("cgroup=/nonexistent", "true"));
        assertFails("stdin", ENOENT, exec("stdin=read:/nonexistent", "true"));
        assertFails("stdin", EBADF, exec("stdin=fd:77", "true"));
        assertFails("stdout", EISDIR, exec("stdout=file:" + directory, "true"));
        assertFails("stderr", ENOENT, exec("stderr=append:/nonexistent/log", "true"));
        assertFails("rlimit", EINVAL, exec("rlimit=nofile:20:10", "true"));
        assertFails("cwd", ENOENT, exec("cwd=/nonexistent", "true"));
        assertFails("cwd", ENOTDIR, exec("cwd=" + file, "true"));
    }

    @Test
    void cannotMakeASessionAsTheLeaderOfAGroup() throws Exception {
        before = List.of("bash", "-c", "exec 9>&2 2>&-; set -m; \"$@\" 2>&9 & wait $!", "bash");
        assertFails("session", EPERM, exec("session", "true"));
    }

    @ParameterizedTest
    @CsvSource({
        "nice=-5, nice, 13",
        "oom=-500, oom, 13",
        "rlimit=nofile:1000000:1000000, rlimit, 1",
        "groups=1, groups, 1",
        "gid=0, gid, 1",
        "uid=0, uid, 1"
    })
    void namesTheStepThatTheUserMayNotDo(String option, String step, int errno) throws Exception {
        NativePrograms.assumeRoot();
        String copy = NativePrograms.copy("start-exec", directory.resolve("start-exec"))
                .toString();
        before = List.of(copy, "uid=4321", "gid=4321", "groups=", "fd=7:7", "rlimit=nofile:90:100", "--");
        startExec = copy;
        assertFails(step, errno, exec(option, "true"));
    }

    @Test
    void saysWhyAProgramCannotBeExecuted() throws Exception {
        Path text = NativePrograms.script(directory.resolve("text"), "echo not a program\n");
        Path orphaned = NativePrograms.script(directory.resolve("orphaned"), "#!/nonexistent/sh\n");
        Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
        Path empty = NativePrograms.script(directory.resolve("empty"), "");
        assertFails("exec", ENOENT, exec("", "/nonexistent"));
        assertFails("exec", ENOENT, exec("", "no-such-program"));
        assertFails("exec", ENOENT, exec("", orphaned.toString()));
        assertFails("exec", ENOEXEC, exec("", text.toString()));
        assertFails("exec", ENOEXEC, exec("", empty.toString()));
        assertFails("exec", EACCES, exec("", plain.toString()));
        assertFails("exec", EACCES, exec("", directory.toString()));
        assertFails("exec", ENOTDIR, exec("", plain + "/x"));
    }

    @Test
    void saysItInWordsToWhoeverHasNoReport() throws Exception {
        Run run = NativePrograms.run(startExec, "--", "/nonexistent");
        assertEquals("start-exec: exec /nonexistent: No such file or directory\n", run.err());
        assertEquals(127, run.status());
    }

    @Test
    void searchesThePathOfTheEnvironment() throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        Files.writeString(one.resolve("found"), "#!/bin/sh\n"); // not executable: the search goes on
        NativePrograms.script(two.resolve("found"), "#!/bin/sh\necho two\n");
        Map<String, String> path = Map.of("PATH", "/nonexistent:" + one + ":" + two + ":/usr/bin:/bin");
        assertEquals("two", exec(path, "", "found").out());
        Files.delete(two.resolve("found"));
        assertFails("exec", EACCES, exec(path, "", "found"));
    }

    @Test
    void doesNotTakeAnEmptyElementOfThePathForTheWorkingDirectory() throws Exception {
        NativePrograms.script(directory.resolve("here"), "#!/bin/sh\necho surprise\n");
        assertFails("exec", ENOENT, exec(Map.of("PATH", ":/usr/bin:/bin:"), "cwd=" + directory, "here"));
    }

    @Test
    void searchesADefaultPathWithoutOne() throws Exception {
        before = List.of("env", "-u", "PATH");
        assertEquals("found", exec("", "echo", "found").out());
    }

    @Test
    void numbersItsStepsInTheOrderOfTheTable() throws Exception {
        Matcher rows = Pattern.compile("X\\((\\d+), [A-Z_]+, \"[a-z-]+\"\\)")
                .matcher(Files.readString(Path.of("src/main/native/steps.h"), UTF_8));
        List<Integer> numbers = new ArrayList<>();
        while (rows.find()) {
            numbers.add(Integer.valueOf(rows.group(1)));
        }
        assertEquals(
                Stream.iterate(1, n -> n + 1)
                        .limit(ExecutorStep.values().length - 1L)
                        .toList(),
                numbers);
    }
}
