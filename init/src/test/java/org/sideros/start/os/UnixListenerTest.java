package org.sideros.start.os;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;

class UnixListenerTest {
    /** How long accepting is to rest after a failure, and how long we look, in milliseconds. */
    private static final long REST = 100;

    private static final long WATCHED = 250;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Accepted accepted = new Accepted();

    @TempDir
    private Path directory;

    private EventLoop loop;
    private Path socket;

    private static final class Accepted implements UnixListener.Clients {
        final List<UnixConnection> connections = new CopyOnWriteArrayList<>();
        final List<PosixException> refusals = new CopyOnWriteArrayList<>();

        @Override
        public void connected(UnixConnection connection) {
            connections.add(connection);
        }

        @Override
        public void refused(PosixException cause) {
            refusals.add(cause);
        }
    }

    @BeforeEach
    void startLoop() throws Exception {
        loop = new EventLoop(failures::add);
        socket = directory.resolve("s.sock");
    }

    @AfterEach
    void stopLoop() {
        accepted.connections.forEach(UnixConnection::close);
        loop.close();
        assertEquals(List.of(), failures);
    }

    private UnixListener bind() throws PosixException {
        return UnixListener.bind(loop, socket, 0600, OptionalInt.empty(), accepted);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void acceptsAndKnowsWhoConnects() throws Exception {
        try (UnixListener listener = bind();
                SocketChannel client = connect()) {
            await().atMost(Patience.LONG).until(() -> accepted.connections.size() == 1);
            PeerCredentials peer = accepted.connections.getFirst().peer();
            assertEquals(ProcessHandle.current().pid(), peer.pid());
            assertEquals(Kernel.effectiveUser(), peer.uid());
            assertEquals(Kernel.effectiveGroup(), peer.gid());
            assertTrue(peer.groups().contains(peer.gid()));
            assertEquals(socket, listener.path());
            assertTrue(client.isConnected());
        }
        assertEquals(List.of(), files());
    }

    @Test
    void theFileHasTheRightsAskedForAndNothingElseIsLeft() throws Exception {
        int gid = Kernel.effectiveGroup();
        try (UnixListener listener = UnixListener.bind(loop, socket, 0660, OptionalInt.of(gid), accepted)) {
            assertEquals(0660, (Integer) Files.getAttribute(socket, "unix:mode") & 07777);
            assertEquals(gid, Files.getAttribute(socket, "unix:gid"));
            assertEquals(List.of(socket), files());
            assertTrue(listener.pathIsOurs());
        }
    }

    @Test
    void aSocketThatADeadProcessLeftIsReplaced() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        try (UnixListener listener = bind();
                SocketChannel client = connect()) {
            assertTrue(listener.pathIsOurs());
            await().atMost(Patience.LONG).until(() -> accepted.connections.size() == 1);
            assertTrue(client.isConnected());
        }
    }

    @Test
    void aSocketThatAnswersIsLeftAlone() throws Exception {
        try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(UnixDomainSocketAddress.of(socket));
            PosixException error = assertThrows(PosixException.class, this::bind);
            assertEquals(Errno.EADDRINUSE, error.errno());
            assertEquals(List.of(socket), files());
            connect().close();
        }
    }

    @Test
    void aSocketWhoseQueueIsFullIsLeftAloneToo() throws Exception {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            List<SocketChannel> waiting = new CopyOnWriteArrayList<>();
            while (waiting.size() < 2) {
                waiting.add(connect());
            }
            assertEquals(
                    Errno.EADDRINUSE,
                    assertThrows(PosixException.class, this::bind).errno());
            for (SocketChannel client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void whatIsNoSocketIsNamedAndLeftAlone() throws Exception {
        Files.writeString(socket, "precious");
        PosixException file = assertThrows(PosixException.class, this::bind);
        assertEquals(Errno.EEXIST, file.errno());
        assertTrue(String.valueOf(file.getMessage()).contains(socket.toString()), file.toString());
        assertEquals("precious", Files.readString(socket));
        Files.delete(socket);
        Files.createDirectory(socket);
        assertEquals(
                Errno.EEXIST, assertThrows(PosixException.class, this::bind).errno());
        Files.delete(socket);
        Files.createSymbolicLink(socket, directory.resolve("nowhere"));
        assertEquals(
                Errno.EEXIST, assertThrows(PosixException.class, this::bind).errno());
    }

    @Test
    void aMissingDirectoryIsAnErrorThatNamesTheSocket() {
        socket = directory.resolve("missing").resolve("s.sock");
        PosixException error = assertThrows(PosixException.class, this::bind);
        assertEquals(Errno.ENOENT, error.errno());
        assertEquals("bind " + socket + ": No such file or directory", error.getMessage());
    }

    @Test
    void aPathTooLongForTheKernelIsRefusedWithTheWayOut() {
        socket = directory.resolve("x".repeat(100));
        PosixException error = assertThrows(PosixException.class, this::bind);
        assertEquals(Errno.ENAMETOOLONG, error.errno());
        assertTrue(String.valueOf(error.getMessage()).contains("runtime_dir"), error.toString());
    }

    @Test
    void aRemovedOrReplacedPathIsNoticedAndNotRemovedAgain() throws Exception {
        UnixListener first = bind();
        Files.delete(socket);
        assertFalse(first.pathIsOurs());
        try (UnixListener second = bind()) {
            assertFalse(first.pathIsOurs());
            assertTrue(second.pathIsOurs());
            first.close();
            assertTrue(second.pathIsOurs());
        }
    }

    @Test
    void withoutADescriptorLeftItRestsAndThenAccepts() throws Exception {
        try (UnixListener listener = bind();
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertTrue(listener.pathIsOurs());
            // Loads and runs once all that needs files itself.
            connect().close();
            await().atMost(Patience.LONG).until(() -> accepted.connections.size() == 1);
            PosixException warm = new PosixException("warm up", Errno.EMFILE);
            int before = accepted.refusals.size();
            try (Memory old = new Memory(16);
                    Memory none = new Memory(16)) {
                ResourceLimit.getrlimit(ResourceLimit.NOFILE, old);
                none.setLong(0, 3);
                none.setLong(8, old.getLong(8));
                long tries = 0;
                long begin = System.nanoTime();
                long took = 0;
                ResourceLimit.setrlimit(ResourceLimit.NOFILE, none);
                try {
                    client.connect(UnixDomainSocketAddress.of(socket));
                    while (took < WATCHED || (tries == 0 && took < Patience.LONG.toMillis())) {
                        Thread.sleep(10);
                        tries = accepted.refusals.size() - (long) before;
                        took = (System.nanoTime() - begin) / 1_000_000;
                    }
                } finally {
                    ResourceLimit.setrlimit(ResourceLimit.NOFILE, old);
                }
                long mostTries = 1 + took / REST;
                assertTrue(tries >= 1 && tries <= mostTries, tries + " tries in " + took + " ms");
            }
            assertEquals(warm.errno(), accepted.refusals.getFirst().errno());
            await().atMost(Patience.LONG).until(() -> accepted.connections.size() == 2);
        }
    }

    /** setrlimit(2), which only this test needs. */
    private static final class ResourceLimit {
        static final int NOFILE = 7;

        static {
            Native.register(ResourceLimit.class, "c");
        }

        private ResourceLimit() {}

        static native int getrlimit(int resource, Memory limit);

        static native int setrlimit(int resource, Memory limit);
    }
}
