package org.sideros.start.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Errno;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.UnixConnection;
import org.sideros.start.os.UnixListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control socket. Connections are accepted on the event loop's thread and each gets a virtual thread; a
 * connection's failure ends that connection alone.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** Everybody who may ask at all is root, the owner or in the group; all others cannot even connect. */
    private static final int MODE = 0660;

    private static final long COMPLAINT_INTERVAL = Duration.ofMinutes(1).toNanos();

    private final EventLoop loop;
    private final Path socket;
    private final OptionalInt controlGid;
    private final Dispatcher dispatcher;
    private final ControlLimits limits;
    private final Set<UnixConnection> connections = ConcurrentHashMap.newKeySet();
    private final UnixListener.Clients clients = new Clients();
    private final HeldMemory memory;
    private UnixListener listener;
    private volatile boolean closed;

    /**
     * Makes the socket and serves it.
     *
     * @param controlGid the group that may use it besides root and the supervisor's user
     * @throws StartError.Refused when another supervisor answers there
     * @throws PosixException when the socket cannot be made, naming it
     */
    public ControlServer(
            EventLoop loop,
            Path socket,
            OptionalInt controlGid,
            Services services,
            SupervisorInfo info,
            ControlLimits limits)
            throws PosixException {
        this.loop = loop;
        this.socket = socket;
        this.controlGid = controlGid;
        this.limits = limits;
        this.memory = new HeldMemory(limits.heldBytes());
        Access access = new Access(Kernel.effectiveUser(), controlGid);
        this.dispatcher = new Dispatcher(Methods.of(services, info), access);
        this.listener = bind();
    }

    /** Makes the socket again when its path was removed or taken by something dead; for the signal that asks for it. */
    public void restoreSocket() throws PosixException {
        synchronized (this) {
            if (!closed && !listener.pathIsOurs()) {
                UnixListener gone = listener;
                listener = bind();
                gone.close();
                LOG.warn("{} was gone, made it again", socket);
            }
        }
    }

    /** How many connections are open. */
    int connections() {
        return connections.size();
    }

    /** Ends all connections and removes the socket. Jobs that callers wait for go on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            listener.close();
        }
        connections.forEach(UnixConnection::close);
    }

    private UnixListener bind() throws PosixException {
        try {
            return UnixListener.bind(loop, socket, MODE, controlGid, clients);
        } catch (PosixException e) {
            if (e.errno() == Errno.EADDRINUSE) {
                throw new StartError.Refused("another supervisor answers on " + socket
                        + ": stop it first, or give this one another runtime_dir");
            }
            throw e;
        }
    }

    private final class Clients implements UnixListener.Clients {
        private long complained = System.nanoTime() - COMPLAINT_INTERVAL;

        @Override
        public void connected(UnixConnection connection) {
            if (connections.size() >= limits.connections()) {
                turnAway(connection);
                return;
            }
            connections.add(connection);
            if (closed) {
                connection.close();
            }
            Session session = new Session(connection, dispatcher, limits, memory);
            Thread.ofVirtual().name("control of pid " + connection.peer().pid()).start(() -> {
                try {
                    session.run();
                } finally {
                    connections.remove(connection);
                }
            });
        }

        /** A fresh socket takes this much without waiting. */
        private void turnAway(UnixConnection connection) {
            try (connection) {
                StartError full = new StartError.Refused(limits.connections() + " connections are open already");
                connection.write(Errors.reply(full).frame(), Duration.ZERO);
            } catch (PosixException e) {
                LOG.debug("{} does not hear why: {}", connection.peer(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void refused(PosixException cause) {
            long now = System.nanoTime();
            if (now - complained >= COMPLAINT_INTERVAL) {
                complained = now;
                LOG.warn("{}: {}, trying again", socket, cause.getMessage());
            }
        }
    }
}
