package org.sideros.start.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.os.EventLoop;

/** With a limit that never comes, so that only the kernel's word can wake. */
@Timeout(60)
class PathWatchTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private EventLoop loop;

    @BeforeEach
    void begin() throws Exception {
        loop = new EventLoop(failures::add);
    }

    @AfterEach
    void end() {
        loop.close();
        assertEquals(List.of(), failures);
    }

    /** A thread that looks until {@code path} exists; done when it has found it. */
    private CountDownLatch looking(PathWatch watch, Path path, CountDownLatch looked) {
        CountDownLatch there = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                watch.arm();
                while (!Files.exists(path)) {
                    looked.countDown();
                    watch.await();
                    watch.arm();
                }
                there.countDown();
            } catch (InterruptedException e) {
                failures.add(e);
            }
        });
        return there;
    }

    private interface Change {
        void make() throws Exception;
    }

    private void noticed(Path path, Change change) throws Exception {
        try (PathWatch watch = new PathWatch(loop, path, Duration.ofDays(1))) {
            CountDownLatch looked = new CountDownLatch(1);
            CountDownLatch there = looking(watch, path, looked);
            looked.await();
            change.make();
            assertEquals(true, there.await(30, TimeUnit.SECONDS), path + " was not noticed");
        }
    }

    @Test
    void aFileThatIsMadeIsNoticed() throws Exception {
        Path file = directory.resolve("f");
        noticed(file, () -> Files.createFile(file));
    }

    @Test
    void aFileThatIsRenamedIntoPlaceIsNoticed() throws Exception {
        Path file = directory.resolve("f");
        Path made = Files.createFile(directory.resolve("g"));
        noticed(file, () -> Files.move(made, file, StandardCopyOption.ATOMIC_MOVE));
    }

    @Test
    void directoriesThatAreMadeOnTheWayAreFollowed() throws Exception {
        for (int i = 0; i < 50; i++) {
            Path file = directory.resolve("a" + i + "/b/c/f");
            noticed(file, () -> {
                Files.createDirectories(file.getParent());
                Files.createFile(file);
            });
        }
    }

    @Test
    void aDirectoryThatIsRemovedAndMadeAgainIsFollowed() throws Exception {
        Path file = Files.createDirectory(directory.resolve("a")).resolve("f");
        noticed(file, () -> {
            Files.delete(file.getParent());
            Files.createDirectory(file.getParent());
            Files.createFile(file);
        });
    }

    @Test
    void aDirectoryThatIsMovedIntoPlaceIsFollowed() throws Exception {
        Path file = directory.resolve("a/f");
        Path made = Files.createDirectory(directory.resolve("b"));
        Files.createFile(made.resolve("f"));
        noticed(file, () -> Files.move(made, file.getParent()));
    }

    @Test
    void otherFilesWakeNobody() throws Exception {
        Path file = directory.resolve("f");
        try (PathWatch watch = new PathWatch(loop, file, Duration.ofMillis(300))) {
            watch.arm();
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                Files.writeString(directory.resolve("other" + i), "x");
            }
            watch.await();
            assertFalse(System.nanoTime() - start < Duration.ofMillis(290).toNanos());
        }
    }
}
