package org.sideros.start.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.os.EventLoop;

/** A server with an event loop of its own, at a socket in a test's directory. */
final class TestServer implements AutoCloseable {
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final Path socket;
    final ControlServer server;
    private final EventLoop loop;

    TestServer(Path directory, Services services, ControlLimits limits, OptionalInt controlGid) throws IOException {
        socket = directory.resolve("control.sock");
        loop = new EventLoop(failures::add);
        server = new ControlServer(
                loop, socket, controlGid, services, new SupervisorInfo("1.2.3", System.nanoTime()), limits);
    }

    TestServer(Path directory, Services services, ControlLimits limits) throws IOException {
        this(directory, services, limits, OptionalInt.empty());
    }

    TestServer(Path directory, Services services) throws IOException {
        this(directory, services, ControlLimits.DEFAULT);
    }

    ControlClient client() {
        return ControlClient.connect(socket);
    }

    RawClient raw() throws IOException {
        return new RawClient(socket);
    }

    @Override
    public void close() {
        server.close();
        loop.close();
    }
}
