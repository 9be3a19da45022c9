package org.sideros.start.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.os.Descriptors;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;

/** Edge case 11: of all that can be in a pid file, only a living process of the service itself is accepted. */
class PidFileTest {
    private static final Duration A_WHILE = Duration.ofMillis(150);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Integer> found = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Set<Integer> own = ConcurrentHashMap.newKeySet();
    private final Set<Integer> asked = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    private EventLoop loop;
    private Path file;
    private Child daemon;
    private @Nullable PidFileWatch watch;
    private int before;

    @BeforeEach
    void begin() throws Exception {
        loop = new EventLoop(failures::add);
        file = directory.resolve("d.pid");
        daemon = Child.sleeping();
        own.add(daemon.pid());
        Descriptors.open();
        before = Descriptors.open();
    }

    @AfterEach
    void end() {
        if (watch != null) {
            watch.close();
        }
        Child.patiently().untilAsserted(() -> assertTrue(Descriptors.open() <= before));
        daemon.close();
        loop.close();
        assertEquals(List.of(), failures);
    }

    /** A process that is gone belongs to nobody, as the manager sees it. */
    private boolean belongs(int pid) {
        asked.add(pid);
        return own.contains(pid) && Files.exists(Path.of("/proc/" + pid));
    }

    private void watch() {
        watch = PidFile.watch(loop, file, this::belongs, f -> found.add(f.pid()), refused::add);
    }

    private String daemonsNumber() {
        return daemon.pid() + "\n";
    }

    private void accepted() {
        Child.patiently().until(() -> !found.isEmpty());
        assertEquals(List.of(daemon.pid()), found);
    }

    /** What is there is refused with {@code why}, and not for lack of looking. */
    private void refused(String why) {
        Child.patiently().until(() -> refused.stream().anyMatch(r -> r.contains(why)));
        Child.patiently().during(A_WHILE).until(found::isEmpty);
    }

    @Test
    void oneThatIsThereAlreadyIsAccepted() throws Exception {
        Files.writeString(file, daemonsNumber());
        watch();
        accepted();
    }

    @Test
    void aLateOneIsAccepted() throws Exception {
        watch();
        refused("is not there");
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void oneInADirectoryThatIsMadeLaterIsAccepted() throws Exception {
        file = directory.resolve("a/b/c/d.pid");
        watch();
        refused("is not there");
        Files.createDirectories(file.getParent());
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void oneInADirectoryThatIsMadeAnewIsAccepted() throws Exception {
        file = directory.resolve("a/d.pid");
        Files.createDirectory(file.getParent());
        watch();
        refused("is not there");
        Files.delete(file.getParent());
        Files.createDirectory(file.getParent());
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void oneThatIsRenamedIntoPlaceIsAccepted() throws Exception {
        watch();
        refused("is not there");
        Path made = Files.writeString(directory.resolve("d.pid.new"), daemonsNumber());
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        accepted();
    }

    @Test
    void oneThatIsWrittenInTwoWritesIsAcceptedWhole() throws Exception {
        String number = daemonsNumber();
        watch();
        try (var out = Files.newOutputStream(file)) {
            refused("is empty");
            out.write(number.substring(0, 1).getBytes(StandardCharsets.US_ASCII));
            Child.patiently().during(A_WHILE).until(found::isEmpty);
            out.write(number.substring(1).getBytes(StandardCharsets.US_ASCII));
        }
        accepted();
    }

    @Test
    void aStaleOneWhoseProcessIsGoneIsNotAcceptedUntilItIsWrittenAnew() throws Exception {
        try (Child old = Child.start("/bin/true")) {
            own.add(old.pid());
            Files.writeString(file, old.pid() + "\n");
            old.ended();
            watch();
            refused("which is no living process of this service");
            assertTrue(asked.contains(old.pid()));
        }
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void aRecycledNumberOrAnotherServicesProcessIsNotAccepted() throws Exception {
        try (Child other = Child.sleeping()) {
            Files.writeString(file, other.pid() + "\n");
            watch();
            refused("holds " + other.pid());
            Files.writeString(file, daemonsNumber());
            accepted();
        }
    }

    @Test
    void aProcessThatIsKnownToBeOfTheServiceOnlyLaterIsAccepted() throws Exception {
        own.clear();
        Files.writeString(file, daemonsNumber());
        watch();
        refused("holds " + daemon.pid());
        own.add(daemon.pid());
        accepted();
    }

    @Test
    void pidOneIsNeverAccepted() throws Exception {
        own.add(1);
        Files.writeString(file, "1\n");
        watch();
        refused("holds 1, which no service can have");
        assertFalse(asked.contains(1));
    }

    @Test
    void ourOwnPidIsNeverAccepted() throws Exception {
        own.add(Kernel.pid());
        Files.writeString(file, Kernel.pid() + "\n");
        watch();
        refused("which is the supervisor itself");
        assertFalse(asked.contains(Kernel.pid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-5",
                "+5",
                "x",
                "12 34",
                "12x",
                "0x10",
                "1.5",
                "4294967298",
                "99999999999999999999999999",
                "12\0",
                "pid: 12",
                "٧",
                "7                                "
            })
    void garbageIsNotAccepted(String garbage) throws Exception {
        Files.writeString(file, garbage);
        assertInstanceOf(PidFile.Content.Unusable.class, PidFile.read(file));
        watch();
        Child.patiently().until(() -> !refused.isEmpty());
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "4711\n", " 4711 \n\n", "4711\r\n", "0004711"})
    void whiteSpaceIsNoMatter(String text) throws Exception {
        Files.writeString(file, text);
        assertEquals(new PidFile.Content.Pid(4711), PidFile.read(file));
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws Exception {
        Files.writeString(file, daemon.pid() + "\n".repeat(1_000_000));
        watch();
        refused("holds no process number");
    }

    @Test
    void aLinkToElsewhereIsNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), daemonsNumber());
        Files.createSymbolicLink(file, elsewhere);
        watch();
        refused("is a symbolic link");
        Files.delete(file);
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void whatIsNoFileIsRefusedAndNeverWaitedFor() throws Exception {
        try (Child mkfifo = Child.start("/usr/bin/mkfifo", file.toString())) {
            assertEquals(0, mkfifo.ended().value());
        }
        watch();
        refused("is no regular file");
        Files.delete(file);
        Files.createDirectory(file);
        Child.patiently().during(A_WHILE).until(found::isEmpty);
        Files.delete(file);
        Files.writeString(file, daemonsNumber());
        accepted();
    }

    @Test
    void eachReasonIsToldOnce() throws Exception {
        watch();
        refused("is not there");
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "garbage");
            Files.delete(file);
        }
        Files.writeString(file, "garbage");
        refused("holds no process number");
        assertEquals(Set.copyOf(refused).size(), refused.size());
    }

    @Test
    void nothingIsFoundAfterClosing() throws Exception {
        watch();
        refused("is not there");
        Objects.requireNonNull(watch).close();
        Files.writeString(file, daemonsNumber());
        Child.patiently().during(Duration.ofMillis(600)).until(found::isEmpty);
    }

    @Test
    void aStaleFileIsRemovedAndALinkIsNotFollowed() throws Exception {
        PidFile.removeStale(file);
        Files.writeString(file, "5", StandardOpenOption.CREATE);
        PidFile.removeStale(file);
        assertFalse(Files.exists(file));
        Path precious = Files.writeString(directory.resolve("precious"), "x");
        Files.createSymbolicLink(file, precious);
        PidFile.removeStale(file);
        assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
        assertEquals("x", Files.readString(precious));
        Files.createDirectory(file);
        assertEquals(
                Errno.EISDIR,
                assertThrows(PosixException.class, () -> PidFile.removeStale(file))
                        .errno());
        assertTrue(Files.isDirectory(file));
    }

    @Test
    void manyWatchesAtOnceAllFind() throws Exception {
        int many = 300;
        List<PidFileWatch> watches = new CopyOnWriteArrayList<>();
        for (int i = 0; i < many; i++) {
            watches.add(PidFile.watch(
                    loop, directory.resolve(i + ".pid"), this::belongs, f -> found.add(f.pid()), refused::add));
        }
        for (int i = 0; i < many; i++) {
            Files.writeString(directory.resolve(i + ".pid"), daemonsNumber());
        }
        Child.patiently().until(() -> found.size() == many);
        watches.forEach(PidFileWatch::close);
    }
}
