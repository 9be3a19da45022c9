package org.sideros.start.os;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;

class UnixConnectionTest {
    private static final Duration LONG = Patience.LONG;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private EventLoop loop;
    private UnixListener listener;
    private UnixConnection ours;
    private SocketChannel theirs;

    @BeforeEach
    void connect(@TempDir Path directory) throws Exception {
        loop = new EventLoop(failures::add);
        CompletableFuture<UnixConnection> accepted = new CompletableFuture<>();
        Path socket = directory.resolve("s");
        listener = UnixListener.bind(loop, socket, 0600, OptionalInt.empty(), new UnixListener.Clients() {
            @Override
            public void connected(UnixConnection connection) {
                accepted.complete(connection);
            }

            @Override
            public void refused(PosixException cause) {
                accepted.completeExceptionally(cause);
            }
        });
        theirs = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        ours = accepted.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @AfterEach
    void end() throws Exception {
        theirs.close();
        ours.close();
        listener.close();
        loop.close();
        threads.shutdownNow();
        assertEquals(List.of(), failures);
    }

    private static int errno(Future<?> future) {
        ExecutionException error =
                assertThrows(ExecutionException.class, () -> future.get(LONG.toSeconds(), TimeUnit.SECONDS));
        return assertInstanceOf(PosixException.class, error.getCause()).errno();
    }

    @Test
    void aParkedReaderIsWokenByBytesAndByTheEnd() throws Exception {
        byte[] buffer = new byte[10];
        Future<Integer> first = threads.submit(() -> ours.read(buffer, LONG));
        theirs.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertEquals(3, first.get());
        assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOf(buffer, 3));
        Future<Integer> last = threads.submit(() -> ours.read(buffer, LONG));
        theirs.shutdownOutput();
        assertEquals(-1, last.get());
    }

    @Test
    void readingEndsInTime() {
        PosixException error = assertThrows(PosixException.class, () -> ours.read(new byte[1], Duration.ofMillis(20)));
        assertEquals(Errno.ETIMEDOUT, error.errno());
    }

    @Test
    void closingWakesAParkedReaderAndAParkedWriter() {
        Future<Integer> reader = threads.submit(() -> ours.read(new byte[1], LONG));
        Future<?> writer = threads.submit(() -> {
            ours.write(new byte[10_000_000], LONG);
            return null;
        });
        await().atMost(Patience.LONG).during(Duration.ofMillis(50)).until(() -> !reader.isDone() && !writer.isDone());
        ours.close();
        assertEquals(Errno.EBADF, errno(reader));
        assertEquals(Errno.EBADF, errno(writer));
    }

    @Test
    void aWriterWaitsForAReaderButNotForever() {
        Future<?> writer = threads.submit(() -> {
            ours.write(new byte[10_000_000], Duration.ofMillis(100));
            return null;
        });
        assertEquals(Errno.ETIMEDOUT, errno(writer));
    }

    @Test
    void megabytesGoThroughBothWaysUnchanged() throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        Future<?> writer = threads.submit(() -> {
            ours.write(sent, LONG);
            return null;
        });
        Future<?> echo = threads.submit(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            for (int left = sent.length; left > 0; ) {
                left -= theirs.read(buffer.clear());
                buffer.flip();
                while (buffer.hasRemaining()) {
                    theirs.write(buffer);
                }
            }
            return null;
        });
        byte[] received = new byte[sent.length];
        byte[] buffer = new byte[7_000];
        for (int got = 0; got < received.length; ) {
            int n = ours.read(buffer, LONG);
            System.arraycopy(buffer, 0, received, got, n);
            got += n;
        }
        writer.get();
        echo.get();
        assertArrayEquals(sent, received);
    }

    @Test
    void aPeerThatIsGoneIsNoticedWithoutReading() throws Exception {
        theirs.write(ByteBuffer.wrap(new byte[] {1}));
        theirs.shutdownOutput();
        await().atMost(Patience.LONG)
                .during(Duration.ofMillis(50))
                .until(() -> !ours.hungUp().isDone());
        theirs.close();
        ours.hungUp().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertEquals(1, ours.read(new byte[5], LONG));
        assertEquals(-1, ours.read(new byte[5], LONG));
        assertEquals(
                Errno.EPIPE,
                assertThrows(PosixException.class, () -> ours.write(new byte[1], LONG))
                        .errno());
    }

    @Test
    void theLoopSleepsWhileUnreadBytesAndAHangUpArePending() throws Exception {
        Future<Integer> reader = threads.submit(() -> ours.read(new byte[1], LONG));
        await().atMost(Patience.LONG).during(Duration.ofMillis(50)).until(() -> !reader.isDone());
        theirs.write(ByteBuffer.wrap(new byte[100]));
        assertEquals(1, reader.get());
        theirs.close();
        ours.hungUp().get(LONG.toSeconds(), TimeUnit.SECONDS);
        long before = loopCpu();
        Thread.sleep(300);
        assertTrue(loopCpu() - before < Duration.ofMillis(50).toNanos(), "the loop spins");
        assertFalse(failures.iterator().hasNext());
    }

    private static long loopCpu() {
        var management = ManagementFactory.getThreadMXBean();
        return Arrays.stream(management.getThreadInfo(management.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("event-loop"))
                .mapToLong(thread -> management.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
