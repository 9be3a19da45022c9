package org.sideros.start.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** start-init as a real PID 1. The supervisors are shell scripts that end it with a FINISH when all is said. */
@Tag("forks")
final class StartInitTest {
    private static final String ZOMBIES = "grep -l '^State:.Z' /proc/[0-9]*/status 2> /dev/null | wc -l";

    /** Prints how many zombies stay: an exit is told before its zombie is reaped, so some may be there a moment longer. */
    private static final String LASTING_ZOMBIES = "n=0; while z=$(" + ZOMBIES
            + "); [ $z != 0 ] && [ $n -lt 400 ]; do n=$((n + 1)); sleep 0.05; done; echo $z";

    @TempDir
    Path directory;

    @BeforeEach
    void needNamespaces() {
        NativePrograms.assumeRoot();
    }

    private PidNamespace namespace(String... supervisor) throws IOException {
        return new PidNamespace(directory, String.join("\n", supervisor) + "\n");
    }

    /** Runs a supervisor that finishes, and returns what it wrote to {@code log}. */
    private List<String> log(PidNamespace namespace, String... words) throws Exception {
        try (namespace) {
            assertEquals(7, namespace.start(words).status(), namespace::everything);
            return NativePrograms.read(directory.resolve("log")).lines().toList();
        }
    }

    @Test
    void endsWithTheStatusItIsToldToOnceTheSupervisorHasEnded() throws Exception {
        try (PidNamespace namespace = namespace("$PROBE finish 42", "cat $DIR/go", "kill -KILL $$")) {
            assertEquals(
                    0,
                    NativePrograms.run("mkfifo", directory.resolve("go").toString())
                            .status());
            namespace.start("init");
            assertTrue(namespace.isAlive());
            Files.writeString(directory.resolve("go"), "");
            assertEquals(42, namespace.status());
        }
    }

    @Test
    void killsWhatIsLeftWhenItEnds() throws Exception {
        try (PidNamespace namespace = namespace(
                "setsid sh -c 'trap \"\" TERM; touch $DIR/up; while :; do sleep 1; done' &",
                "while [ ! -e $DIR/up ]; do sleep 0.01; done",
                "$PROBE finish 7")) {
            namespace.start("init");
            assertEquals(7, namespace.status());
            assertEquals(
                    List.of(),
                    ProcessHandle.allProcesses()
                            .filter(process ->
                                    process.info().commandLine().orElse("").contains(directory + "/up"))
                            .toList());
        }
    }

    @Test
    void passesItsWordsOnIfInitIsOneOfThem() throws Exception {
        List<String> log =
                log(namespace("echo \"$*\" > $DIR/log", "$PROBE finish 7"), "--config", "a b", "init", "--container");
        assertEquals(List.of("--config a b init --container"), log);
    }

    @Test
    void dropsTheKernelsWords() throws Exception {
        assertEquals(List.of("init"), log(namespace("echo \"$*\" > $DIR/log", "$PROBE finish 7"), "single", "quiet"));
    }

    @Test
    void startsTheSupervisorFreeOfItsOwnMaskSessionAndDescriptors() throws Exception {
        PidNamespace namespace = namespace(
                        // by the shell itself: it blocks signals while it forks
                        "while read -r line; do echo \"$line\"; done < /proc/self/status > $DIR/status",
                        "cut -d' ' -f1,6 /proc/$$/stat > $DIR/log",
                        "ls /proc/$$/fd > $DIR/fds",
                        "$PROBE finish 7")
                .by(NativePrograms.probe(), "spoil");
        List<String> log = log(namespace, "init");
        String status = Files.readString(directory.resolve("status"));
        assertTrue(status.contains("SigBlk:\t0000000000000000\n"), status);
        assertTrue(status.contains("SigIgn:\t0000000000000000\n"), status);
        String[] ids = log.get(0).split(" ", -1);
        assertEquals(ids[0], ids[1], "leads its session");
        Set<String> descriptors = new HashSet<>(Files.readAllLines(directory.resolve("fds")));
        descriptors.removeAll(Set.of("10", "11")); // the shell's own: its script, and what it saves for a redirection
        assertEquals(Set.of("0", "1", "2", "3"), descriptors);
    }

    @Test
    void givesTheSupervisorStandardDescriptorsWithoutHavingThem() throws Exception {
        PidNamespace namespace = namespace(
                        "links=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)",
                        "echo \"$links\" > $DIR/log",
                        "$PROBE finish 7")
                .prepared("mount -t tmpfs none /dev; ")
                .by(NativePrograms.probe(), "no-stdio");
        List<String> log = log(namespace, "init");
        assertEquals(3, log.size());
        assertTrue(log.stream().allMatch(line -> line.startsWith("socket:")), log.toString());
    }

    @Test
    void greetsEverySupervisorFirst() throws Exception {
        PidNamespace namespace = namespace(
                "$PROBE receive 1 >> $DIR/log", "[ $(wc -l < $DIR/log) = 3 ] && $PROBE finish 7", "kill -KILL $$");
        assertEquals(List.of("2 1 0 0", "2 1 0 1", "2 1 0 2"), log(namespace, "init"));
    }

    @Test
    void tellsHowEachOrphanEnded() throws Exception {
        PidNamespace namespace = namespace(
                "$PROBE receive 1",
                "(sh -c 'echo $$; exit 3' &) > $DIR/pids",
                "$PROBE receive 1 > $DIR/log",
                "(sh -c 'echo $$; kill -KILL $$' &) >> $DIR/pids",
                "$PROBE receive 1 >> $DIR/log",
                "$PROBE finish 7");
        List<String> log = log(namespace, "init");
        List<String> pids = Files.readAllLines(directory.resolve("pids"));
        assertEquals(List.of("1 " + pids.get(0) + " 768 0", "1 " + pids.get(1) + " 9 0"), log);
    }

    @Test
    void leavesNoZombieOfTenThousandOrphans() throws Exception {
        PidNamespace namespace = namespace(
                "$PROBE receive 1",
                "$PROBE receive 10000 > $DIR/received &",
                "$PROBE orphans 10000",
                "wait",
                "{ " + LASTING_ZOMBIES + "; } > $DIR/log",
                "$PROBE finish 7");
        assertEquals(List.of("0"), log(namespace, "init"));
        assertEquals(10_000, distinctOrphans(Files.readAllLines(directory.resolve("received"))));
    }

    @Test
    void losesNoExitWhileNobodyReads() throws Exception {
        PidNamespace namespace = namespace(
                "$PROBE orphans 2000",
                "n=0; while z=$(" + ZOMBIES + "); [ $z -le 1000 ] && [ $n -lt 400 ]; do n=$((n + 1)); sleep 0.05; done",
                "echo $z > $DIR/waiting",
                "$PROBE receive 2001 > $DIR/received",
                "{ " + LASTING_ZOMBIES + "; } > $DIR/log",
                "$PROBE finish 7");
        assertEquals(List.of("0"), log(namespace, "init"));
        List<String> received = Files.readAllLines(directory.resolve("received"));
        assertEquals("2 1 0 0", received.get(0));
        assertEquals(2000, distinctOrphans(received));
        assertTrue(
                Integer.parseInt(Files.readString(directory.resolve("waiting")).strip()) > 1000,
                "the process table is the queue");
    }

    @Test
    void keepsForTheNextSupervisorWhatTheKilledOneDidNotRead() throws Exception {
        PidNamespace namespace = namespace(
                "if [ ! -e $DIR/killed ]; then",
                "  touch $DIR/killed",
                "  $PROBE receive 1 > $DIR/first",
                "  $PROBE orphans 1000",
                "  $PROBE receive 10 >> $DIR/first",
                "  kill -KILL $$",
                "fi",
                "$PROBE orphans 100",
                "$PROBE receive 1091 > $DIR/second",
                "{ " + LASTING_ZOMBIES + "; } > $DIR/log",
                "$PROBE finish 7");
        assertEquals(List.of("0"), log(namespace, "init"));
        List<String> second = Files.readAllLines(directory.resolve("second"));
        assertEquals("2 1 0 1", second.get(0));
        List<String> all = new ArrayList<>(Files.readAllLines(directory.resolve("first")));
        all.addAll(second);
        assertEquals(1100, distinctOrphans(all));
    }

    /** How many different orphans of {@code probe orphans} are in the messages. */
    private static long distinctOrphans(List<String> messages) {
        return messages.stream()
                .filter(line -> line.startsWith("1 "))
                .map(line -> line.split(" ", -1)[1])
                .distinct()
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP", "USR1", "PWR", "WINCH"})
    void sendsSignalsOn(String signal) throws Exception {
        PidNamespace namespace = namespace(
                "trap 'echo " + signal + " > $DIR/log; $PROBE finish 7; exit' " + signal,
                "$PROBE receive 1",
                "kill -" + signal + " 1",
                "while :; do sleep 0.05; done");
        assertEquals(List.of(signal), log(namespace, "init"));
    }

    @Test
    void sendsNoSignalBeforeTheSupervisorListens() throws Exception {
        PidNamespace namespace = namespace(
                "kill -TERM 1",
                "sleep 0.5", // without a handler: it would die of it
                "trap 'echo handled > $DIR/log; $PROBE finish 7; exit' TERM",
                "$PROBE receive 1",
                "while :; do sleep 0.05; done");
        assertEquals(List.of("handled"), log(namespace, "init"));
    }

    @Test
    void sendsASignalToASupervisorThatNeverListensInTheEnd() throws Exception {
        PidNamespace namespace = namespace(
                "trap 'echo handled > $DIR/log; $PROBE finish 7; exit' TERM",
                "kill -TERM 1",
                "while :; do sleep 0.05; done");
        assertEquals(List.of("handled"), log(namespace, "init"));
    }

    @Test
    void survivesEveryOtherSignal() throws Exception {
        try (PidNamespace namespace = namespace(
                "$PROBE receive 1",
                "echo up > $DIR/up",
                "while [ ! -e $DIR/go ]; do sleep 0.05; done",
                "$PROBE finish 7")) {
            namespace.start("init");
            namespace.lines("up", 1);
            String shim = String.valueOf(namespace.shim());
            // From outside, where PID 1 has no protection of the kernel's but from itself.
            for (int signal : List.of(3, 12, 13, 14, 20, 21, 22, 23, 34, 50, 64)) {
                assertEquals(0, NativePrograms.run("kill", "-" + signal, shim).status());
            }
            Files.createFile(directory.resolve("go"));
            assertEquals(7, namespace.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exit 1", "exit 3", "kill -KILL $$", "kill -SEGV $$"})
    void startsTheSupervisorAgainHoweverItEnds(String end) throws Exception {
        PidNamespace namespace =
                namespace("$PROBE receive 1 >> $DIR/log", "[ $(wc -l < $DIR/log) = 2 ] && $PROBE finish 7", end);
        assertEquals(List.of("2 1 0 0", "2 1 0 1"), log(namespace, "init"));
    }

    @Test
    void waitsLongerEachTimeAndGivesAShellInTheEnd() throws Exception {
        NativePrograms.script(directory.resolve("shell"), """
                #!/bin/sh
                $PROBE orphans 1000
                { %s; } > $DIR/zombies
                cut -d' ' -f1,6,7 /proc/$$/stat > $DIR/shell-stat
                links=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)
                echo "$links" > $DIR/shell-files
                sleep 1.2
                """.formatted(LASTING_ZOMBIES));
        PidNamespace namespace = namespace(
                        "date +%s%N >> $DIR/log", "[ $(wc -l < $DIR/log) = 6 ] && $PROBE finish 7", "exit 0")
                .with("START_EMERGENCY_SHELL", directory.resolve("shell").toString())
                .withConsole();
        List<Long> times = log(namespace, "init").stream().map(Long::valueOf).toList();
        List<Long> gaps = IntStream.range(1, times.size())
                .mapToObj(i -> (times.get(i) - times.get(i - 1)) / 1_000_000)
                .toList();
        List<Integer> least = List.of(0, 100, 200, 400, 1000);
        for (int i = 0; i < least.size(); i++) {
            assertTrue(gaps.get(i) >= least.get(i), gaps.toString());
        }
        assertTrue(gaps.get(0) < 60_000 && gaps.get(4) < 60_000, gaps.toString());
        String[] stat =
                Files.readString(directory.resolve("shell-stat")).strip().split(" ", -1);
        assertEquals(stat[0], stat[1], "leads its session");
        assertFalse("0".equals(stat[2]), "has a terminal");
        assertEquals(
                List.of("/dev/console", "/dev/console", "/dev/console"),
                Files.readAllLines(directory.resolve("shell-files")));
        assertEquals("0", Files.readString(directory.resolve("zombies")).strip());
        assertTrue(
                NativePrograms.read(directory.resolve("out")).contains("the supervisor keeps dying"),
                namespace::everything);
        assertTrue(NativePrograms.read(directory.resolve("kmsg"))
                .contains("start-init: the supervisor died 5 times in 30 s"));
    }

    @Test
    void triesAgainLaterWithoutAConsole() throws Exception {
        PidNamespace namespace = namespace(
                        "echo x >> $DIR/log", "[ $(wc -l < $DIR/log) = 6 ] && $PROBE finish 7", "exit 3")
                .prepared("mount --bind /dev/null /dev/console; ");
        assertEquals(6, log(namespace, "init").size());
        String messages = NativePrograms.read(directory.resolve("kmsg"));
        assertTrue(messages.contains("start-init: no emergency shell: /dev/console: "), messages);
    }

    @Test
    void ignoresWhatIsNoMessage() throws Exception {
        PidNamespace namespace = namespace(
                "$PROBE receive 1 > $DIR/log",
                "for seed in 1 2 3 4 5 6 7 8 9; do $PROBE fuzz $seed 5000; done",
                "$PROBE orphans 1",
                "$PROBE receive 1 > $DIR/orphan",
                "$PROBE finish 7");
        assertEquals(List.of("2 1 0 0"), log(namespace, "init"));
        assertEquals(1, distinctOrphans(Files.readAllLines(directory.resolve("orphan"))));
    }

    @Test
    void seesTheSupervisorDieWhileTheLinkIsFull() throws Exception {
        PidNamespace namespace = namespace(
                "echo x >> $DIR/log",
                "[ $(wc -l < $DIR/log) = 3 ] && $PROBE finish 7",
                "$PROBE orphans 1000",
                "kill -KILL $$");
        assertEquals(3, log(namespace, "init").size());
    }

    @Test
    void namesASupervisorThatIsNotThere() throws Exception {
        try (PidNamespace namespace = namespace("").with("START_SUPERVISOR", "/nonexistent/start")) {
            namespace.start("init");
            List<String> lines = namespace.lines("kmsg", 2);
            assertEquals(
                    "start-init: cannot execute the supervisor /nonexistent/start: No such file or directory",
                    firstWith(lines, "cannot"));
        }
    }

    private static String firstWith(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElse(lines.toString());
    }

    @Test
    void findsItsDistributionByALinkWithoutProc() throws Exception {
        Path home = directory.resolve("home");
        Path shim = NativePrograms.copy("start-init", home.resolve("libexec/start-init"));
        NativePrograms.script(
                home.resolve("bin/start"), "#!/bin/sh\necho $0 $* > " + directory + "/log\n$PROBE finish 7\n");
        Path link = Files.createSymbolicLink(directory.resolve("init"), shim);
        try (PidNamespace namespace =
                namespace("").prepared("unset START_SUPERVISOR; umount -l /proc; set -- " + link + "; ")) {
            assertEquals(7, namespace.start().status(), namespace::everything);
        }
        assertEquals(List.of(home + "/bin/start init"), Files.readAllLines(directory.resolve("log")));
    }
}
