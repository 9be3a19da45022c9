package org.sideros.start.readiness;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sideros.start.Patience;
import org.sideros.start.os.Descriptors;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Spawn;

class FdStoreTest {
    private static final int LIMIT = 4;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private EventLoop loop;
    private FdStore store;
    private int before;

    @BeforeEach
    void open() throws Exception {
        loop = new EventLoop(failures::add);
        Descriptors.open();
        before = Descriptors.open();
        store = new FdStore("x", loop, LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        await().atMost(Patience.LONG).until(() -> Descriptors.open() <= before);
        loop.close();
        assertEquals(List.of(), failures);
    }

    private static Fd oneOf(Fd[] pair) throws PosixException {
        return pair[0].duplicate();
    }

    private static void closeAll(Fd... fds) {
        List.of(fds).forEach(Fd::close);
    }

    @Test
    void whatIsKeptComesBackInOrderWithItsName() throws Exception {
        Fd[] one = Spawn.pipe();
        Fd[] two = Spawn.pipe();
        store.add("b", List.of(one[0], one[1]), true);
        store.add("a", List.of(two[0]), true);
        assertEquals(List.of("b", "b", "a"), store.names());
        List<FdStore.Stored> descriptors = store.descriptors();
        assertEquals(
                List.of("b", "b", "a"),
                descriptors.stream().map(FdStore.Stored::name).toList());
        assertTrue(Kernel.isSameFile(one[0], descriptors.get(0).fd()));
        assertTrue(Kernel.isSameFile(one[1], descriptors.get(1).fd()));
        assertTrue(Kernel.isSameFile(two[0], descriptors.get(2).fd()));
        descriptors.forEach(d -> d.fd().close());
        assertEquals(3, store.names().size());
        two[1].close();
    }

    @Test
    void removingClosesAllOfThatNameOnly() throws Exception {
        Fd[] pair = Descriptors.socketPair();
        Fd[] pipe = Spawn.pipe();
        store.add("gone", List.of(oneOf(pair), pipe[1]), false);
        store.add("kept", List.of(pipe[0]), false);
        pair[0].close();
        store.remove("gone");
        store.remove("unknown");
        assertEquals(List.of("kept"), store.names());
        // Both writing ends are closed: the other sides see the end.
        assertEquals(0, pair[1].read(1).length);
        pair[1].close();
    }

    @Test
    void theSameOpenFileIsKeptOnce() throws Exception {
        Fd[] pipe = Spawn.pipe();
        store.add("a", List.of(oneOf(pipe), oneOf(pipe)), true);
        store.add("b", List.of(oneOf(pipe)), true);
        assertEquals(List.of("a"), store.names());
        closeAll(pipe);
    }

    @Test
    void noMoreThanTheLimitAreKept() throws Exception {
        for (int i = 0; i < 3; i++) {
            store.add("n" + i, List.of(Spawn.pipe()), false);
        }
        assertEquals(List.of("n0", "n0", "n1", "n1"), store.names());
    }

    @Test
    void oneWhoseOtherEndHangsUpIsLetGoAndOneThatIsNotToBeLookedAtStays() throws Exception {
        Fd[] watched = Descriptors.socketPair();
        Fd[] unwatched = Descriptors.socketPair();
        Fd[] alive = Descriptors.socketPair();
        store.add("watched", List.of(watched[0]), true);
        store.add("unwatched", List.of(unwatched[0]), false);
        store.add("alive", List.of(alive[0]), true);
        alive[1].write(new byte[] {7});
        watched[1].close();
        unwatched[1].close();
        Child.patiently().until(() -> store.names().equals(List.of("unwatched", "alive")));
        Child.patiently()
                .during(Duration.ofMillis(100))
                .until(() -> store.names().equals(List.of("unwatched", "alive")));
        List<FdStore.Stored> kept = store.descriptors();
        assertArrayEquals(new byte[] {7}, kept.get(1).fd().read(10));
        kept.forEach(d -> d.fd().close());
        alive[1].close();
    }

    @Test
    void aRegularFileCannotHangUpAndIsKept() throws Exception {
        store.add("file", List.of(Descriptors.openFile(Path.of("/proc/self/exe"))), true);
        assertEquals(List.of("file"), store.names());
    }

    @Test
    void whatIsAddedAfterClosingIsClosedAtOnce() throws Exception {
        Fd[] pipe = Spawn.pipe();
        store.close();
        store.add("late", List.of(pipe[1]), true);
        assertEquals(List.of(), store.names());
        assertEquals(0, pipe[0].read(1).length);
        pipe[0].close();
        assertThrows(PosixException.class, () -> pipe[1].write(new byte[1]));
    }
}
