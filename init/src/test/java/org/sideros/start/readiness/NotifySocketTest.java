package org.sideros.start.readiness;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.os.Descriptors;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.NotifySender;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Spawn;

class NotifySocketTest {
    private static final int NOBODY = 65534;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<NotifyMessage> messages = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private EventLoop loop;
    private String address;

    @BeforeEach
    void startLoop() throws Exception {
        loop = new EventLoop(failures::add);
        address = directory.resolve("notify").resolve("x").toString();
    }

    @AfterEach
    void stopLoop() {
        messages.forEach(m -> m.fds().forEach(Fd::close));
        loop.close();
        assertEquals(List.of(), failures);
    }

    private NotifySocket open() throws PosixException {
        return NotifySocket.open(loop, address, -1, messages::add);
    }

    private List<String> statuses() {
        return messages.stream().map(m -> m.status().orElse("-")).toList();
    }

    private void received(int count) {
        Child.patiently().until(() -> messages.size() >= count);
    }

    /** Keeps the loop's thread from reading until the latch is released: only a drain can deliver. */
    private CountDownLatch busyLoop() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        Fd[] pipe = Spawn.pipe();
        loop.add(pipe[0].number(), EventLoop.READABLE, _ -> {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.remove(pipe[0].number());
            pipe[0].close();
            pipe[1].close();
        });
        pipe[1].write(new byte[1]);
        busy.await();
        return release;
    }

    @Test
    void tellsWhichProcessOfWhichUserSaidIt() throws Exception {
        int uid = Kernel.effectiveUser() == 0 ? NOBODY : Kernel.effectiveUser();
        address = "@" + directory;
        try (NotifySocket socket = open();
                Child child = Child.notifying(address, uid, "READY=1\nSTATUS=up")) {
            received(1);
            NotifyMessage message = messages.getFirst();
            assertEquals(child.pid(), message.pid());
            assertEquals(uid, message.uid());
            assertTrue(message.ready());
            assertEquals(List.of("up"), statuses());
            assertEquals(0, child.ended().value());
            assertEquals(0, socket.dropped());
        }
    }

    @Test
    void anotherUserCanSendToAPathAndTheFileGoesWithTheSocket() throws Exception {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root: another user");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (NotifySocket socket = NotifySocket.open(loop, address, NOBODY, messages::add);
                Child child = Child.notifying(address, NOBODY, "READY=1")) {
            assertEquals(NOBODY, Files.getAttribute(Path.of(address), "unix:uid"));
            assertEquals(0777, (Integer) Files.getAttribute(Path.of(address), "unix:mode") & 07777);
            assertEquals(0, child.ended().value());
            received(1);
            assertEquals(NOBODY, messages.getFirst().uid());
            assertEquals(address, socket.address());
        }
        assertFalse(Files.exists(Path.of(address)));
    }

    @Test
    void aSocketThatADeadProcessLeftIsReplacedAndALivingOneIsNot() throws Exception {
        try (NotifySocket first = open()) {
            Files.createLink(directory.resolve("kept"), Path.of(address));
            assertEquals(
                    Errno.EADDRINUSE,
                    assertThrows(PosixException.class, this::open).errno());
            NotifySender.sendAll(first.address(), List.of("STATUS=first"));
            received(1);
        }
        Files.move(directory.resolve("kept"), Path.of(address));
        try (NotifySocket second = open()) {
            NotifySender.sendAll(second.address(), List.of("STATUS=second"));
            received(2);
        }
        assertEquals(List.of("first", "second"), statuses());
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws Exception {
        Files.createDirectories(Path.of(address).getParent());
        Files.writeString(Path.of(address), "precious");
        assertEquals(
                Errno.EEXIST, assertThrows(PosixException.class, this::open).errno());
        assertEquals("precious", Files.readString(Path.of(address)));
        Files.delete(Path.of(address));
        Files.createSymbolicLink(Path.of(address), directory.resolve("nowhere"));
        assertEquals(
                Errno.EEXIST, assertThrows(PosixException.class, this::open).errno());
        assertTrue(Files.exists(Path.of(address), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void anAddressTooLongForTheKernelIsRefused() {
        address = "@" + "x".repeat(107);
        assertEquals(
                Errno.ENAMETOOLONG,
                assertThrows(PosixException.class, this::open).errno());
    }

    @Test
    void drainingDeliversInOrderWhatAProcessSaidJustBeforeItsEnd() throws Exception {
        try (NotifySocket socket = open()) {
            CountDownLatch release = busyLoop();
            try (Child child = Child.notifying(
                    address, Kernel.effectiveUser(), "STATUS=1", "STATUS=2", "STATUS=3", "READY=1\nSTATUS=4")) {
                assertEquals(0, child.ended().value());
                assertEquals(List.of(), messages);
                socket.drain();
                assertEquals(List.of("1", "2", "3", "4"), statuses());
                assertTrue(messages.stream().allMatch(m -> m.pid() == child.pid()));
            } finally {
                release.countDown();
            }
        }
    }

    @Test
    void drainingWhileTheLoopReadsNeitherMixesNorDoublesMessages() throws Exception {
        int count = 900;
        AtomicBoolean inside = new AtomicBoolean();
        AtomicInteger overlaps = new AtomicInteger();
        try (NotifySocket socket = NotifySocket.open(loop, address, -1, message -> {
            if (!inside.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
            messages.add(message);
            Thread.onSpinWait();
            inside.set(false);
        })) {
            List<String> sent =
                    IntStream.range(0, count).mapToObj(i -> "STATUS=" + i).toList();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    NotifySender.sendAll(address, sent);
                } catch (PosixException e) {
                    failures.add(e);
                }
            });
            while (sender.isAlive()) {
                socket.drain();
            }
            socket.drain();
            assertEquals(0, overlaps.get());
            assertEquals(IntStream.range(0, count).mapToObj(Integer::toString).toList(), statuses());
        }
    }

    @Test
    void aReceiverMayDrain() throws Exception {
        NotifySocket[] socket = new NotifySocket[1];
        CountDownLatch release = busyLoop();
        try (NotifySocket opened = NotifySocket.open(loop, address, -1, message -> {
            socket[0].drain();
            messages.add(message);
        })) {
            socket[0] = opened;
            NotifySender.sendAll(address, List.of("STATUS=1", "STATUS=2", "STATUS=3"));
            opened.drain();
            assertEquals(List.of("1", "2", "3"), statuses());
        } finally {
            release.countDown();
        }
    }

    @Test
    @Timeout(60)
    void aDrainEndsAlthoughSomebodyKeepsSending() throws Exception {
        CountDownLatch release = busyLoop();
        try (NotifySocket socket = open();
                Child flood = Child.notifying(address, Kernel.effectiveUser(), "flood:1000000000:WATCHDOG=1")) {
            for (int i = 0; i < 5; i++) {
                socket.drain();
            }
            assertTrue(flood.pid() > 0);
        } finally {
            release.countDown();
        }
    }

    @Test
    void aDatagramOver4096BytesIsDroppedAndOneOf4096IsNot() throws Exception {
        try (NotifySocket socket = open();
                NotifySender sender = new NotifySender(address)) {
            sender.send("READY=1\nX=" + "x".repeat(4087));
            sender.send("READY=1\nX=" + "x".repeat(4086));
            sender.send("READY=1\nX=" + "x".repeat(50_000));
            sender.send("STATUS=last");
            received(2);
            assertEquals(List.of("-", "last"), statuses());
            assertEquals(2, socket.dropped());
        }
    }

    @Test
    void aMessageWhoseDescriptorsDidNotFitIsDropped() throws Exception {
        CountDownLatch release = busyLoop();
        Fd[] pipe = Spawn.pipe();
        try (NotifySocket socket = open();
                NotifySender sender = new NotifySender(address)) {
            sender.send("FDSTORE=1\nSTATUS=kept", pipe[0]);
            socket.drain();
            sender.send("FDSTORE=1\nSTATUS=lost", pipe[0], pipe[1]);
            Descriptors.exhausted(() -> {
                socket.drain();
                return null;
            });
            assertEquals(List.of("kept"), statuses());
            assertEquals(1, socket.dropped());
        } finally {
            release.countDown();
            List.of(pipe).forEach(Fd::close);
        }
    }

    @Test
    void onlyDescriptorsToBeStoredAreHandedOnAndNoneIsLost() throws Exception {
        Fd[] pipe = Spawn.pipe();
        CountDownLatch release = busyLoop();
        try (NotifySocket socket = open();
                NotifySender sender = new NotifySender(address)) {
            sender.send("FDSTORE=1\nFDNAME=warm-up", pipe[0]);
            socket.drain();
            messages.getFirst().fds().forEach(Fd::close);
            int before = Descriptors.open();

            sender.send("READY=1", pipe[0], pipe[1]);
            sender.send("FDSTORE=1\nFDNAME=mine", pipe[0], pipe[1]);
            sender.send("FDSTORE=1\nX=" + "x".repeat(5000), pipe[0], pipe[1]);
            socket.drain();
            assertEquals(3, messages.size());
            assertEquals(List.of(), messages.get(1).fds());
            List<Fd> stored = messages.get(2).fds();
            assertEquals(2, stored.size());
            assertTrue(Kernel.isSameFile(pipe[0], stored.get(0)));
            assertTrue(Kernel.isSameFile(pipe[1], stored.get(1)));
            assertTrue(Descriptors.open() <= before + 2);
            stored.forEach(Fd::close);
            assertTrue(Descriptors.open() <= before);
        } finally {
            release.countDown();
            List.of(pipe).forEach(Fd::close);
        }
    }

    @Test
    void aBarrierIsAnsweredByTheReceiverAfterAllBeforeIt() throws Exception {
        Fd[] pipe = Spawn.pipe();
        CountDownLatch release = busyLoop();
        try (NotifySocket socket = open();
                NotifySender sender = new NotifySender(address)) {
            sender.send("STATUS=1");
            sender.send("STATUS=2");
            sender.send("BARRIER=1", pipe[1]);
            pipe[1].close();
            assertEquals(
                    Errno.EAGAIN,
                    assertThrows(PosixException.class, () -> pipe[0].read(1)).errno());
            socket.drain();
            assertEquals(List.of("1", "2", "-"), statuses());
            assertTrue(messages.getLast().barrier());
            assertEquals(
                    Errno.EAGAIN,
                    assertThrows(PosixException.class, () -> pipe[0].read(1)).errno());
            messages.getLast().fds().forEach(Fd::close);
            assertEquals(0, pipe[0].read(1).length);
        } finally {
            release.countDown();
            List.of(pipe).forEach(Fd::close);
        }
    }

    @Test
    void aBarrierWithoutExactlyOneDescriptorIsDropped() throws Exception {
        Fd[] pipe = Spawn.pipe();
        CountDownLatch release = busyLoop();
        try (NotifySocket socket = open();
                NotifySender sender = new NotifySender(address)) {
            int before = Descriptors.open();
            sender.send("BARRIER=1");
            sender.send("BARRIER=1\nFDSTORE=1", pipe[0], pipe[1]);
            socket.drain();
            assertEquals(List.of(), messages);
            assertEquals(2, socket.dropped());
            assertTrue(Descriptors.open() <= before);
        } finally {
            release.countDown();
            List.of(pipe).forEach(Fd::close);
        }
    }

    @Test
    void edgeCase17AFloodIsLimitedAndReadyStillComesThrough() throws Exception {
        int flood = 100_000;
        AtomicInteger delivered = new AtomicInteger();
        Semaphore ready = new Semaphore(0);
        long start = System.nanoTime();
        try (NotifySocket socket = NotifySocket.open(loop, address, -1, message -> {
                    delivered.incrementAndGet();
                    if (message.ready()) {
                        ready.release();
                    }
                });
                Child hostile =
                        Child.notifying(address, Kernel.effectiveUser(), "flood:" + flood + ":WATCHDOG=1", "READY=1")) {
            try (Child good = Child.notifying(address, Kernel.effectiveUser(), "READY=1")) {
                assertEquals(0, good.ended().value());
            }
            assertEquals(0, hostile.ended().value());
            socket.drain();
            long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
            assertEquals(2, ready.availablePermits());
            assertEquals(flood + 2, delivered.get() + socket.dropped());
            assertTrue(
                    delivered.get() <= 2 + (seconds + 1) * MessageBudget.PER_SENDER,
                    delivered + " in " + seconds + " s");
        }
    }

    @Test
    void aMessageThatCannotBeHandledCostsNothingButItself() throws Exception {
        Fd[] pipe = Spawn.pipe();
        CountDownLatch release = busyLoop();
        try (NotifySocket socket = NotifySocket.open(loop, address, -1, message -> {
                    if (message.fdStore()) {
                        throw new IllegalStateException("on purpose");
                    }
                    messages.add(message);
                });
                NotifySender sender = new NotifySender(address)) {
            sender.send("STATUS=1");
            socket.drain();
            int before = Descriptors.open();
            sender.send("FDSTORE=1", pipe[0]);
            sender.send("STATUS=2");
            socket.drain();
            assertEquals(List.of("1", "2"), statuses());
            assertTrue(Descriptors.open() <= before);
        } finally {
            release.countDown();
            List.of(pipe).forEach(Fd::close);
        }
    }

    @Test
    void nothingIsDeliveredOrLeftOpenAfterClosing() throws Exception {
        open().close();
        int before = Descriptors.open();
        NotifySocket socket = open();
        try (NotifySender sender = new NotifySender(address)) {
            CountDownLatch release = busyLoop();
            sender.send("STATUS=1");
            socket.close();
            release.countDown();
            socket.drain();
            assertThrows(PosixException.class, () -> sender.send("STATUS=2"));
            socket.close();
        }
        await().atMost(Patience.LONG).untilAsserted(() -> assertTrue(Descriptors.open() <= before));
        assertEquals(List.of(), messages);
    }
}
