package org.sideros.start.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.FrameDecoder;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Errno;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.UnixConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: reads a call, answers it, reads the next. Runs on a virtual thread of its own. */
final class Session implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final int READ_SIZE = 16 * 1024;

    private final UnixConnection connection;
    private final Dispatcher dispatcher;
    private final ControlLimits limits;
    private final HeldMemory memory;
    private final Runnable end;
    private boolean counted;

    Session(UnixConnection connection, Dispatcher dispatcher, ControlLimits limits, HeldMemory memory) {
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.memory = memory;
        this.end = connection::close;
    }

    /** Serves until the client ends, misbehaves or goes; never throws. */
    @Override
    public void run() {
        try {
            serve();
        } catch (ProtocolException e) {
            refuse(e.getMessage());
        } catch (Request.CallerGone e) {
            LOG.debug("{} hung up while waiting", connection.peer());
        } catch (PosixException e) {
            LOG.debug("connection of {} ends: {}", connection.peer(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("a call of {} failed inside the supervisor, closing its connection", connection.peer(), e);
            refuse("internal error of the supervisor, its log has the details: " + e);
        } finally {
            connection.close();
            count(0);
        }
    }

    private void serve() throws PosixException, ProtocolException, InterruptedException, Request.CallerGone {
        FrameDecoder decoder = new FrameDecoder(limits.messageBytes());
        byte[] buffer = new byte[READ_SIZE];
        while (true) {
            long begun = System.nanoTime();
            byte[] message = decoder.next();
            while (message == null) {
                int n = read(buffer, patience(decoder, begun));
                if (n < 0) {
                    return;
                }
                if (!decoder.unfinished()) {
                    begun = System.nanoTime();
                }
                decoder.feed(buffer, n);
                count(decoder.capacity());
                message = decoder.next();
            }
            count(0);
            byte[] reply = answer(message);
            if (reply != null) {
                count(reply.length);
                connection.write(reply, limits.reply());
                count(0);
            }
        }
    }

    /** Small messages, which nearly all are, stay out of the common lock. */
    private void count(int bytes) {
        if (counted || bytes > HeldMemory.FREE) {
            memory.hold(end, bytes);
            counted = bytes > HeldMemory.FREE;
        }
    }

    private int read(byte[] buffer, Duration timeout) throws PosixException, ProtocolException, InterruptedException {
        try {
            return connection.read(buffer, timeout);
        } catch (PosixException e) {
            if (e.errno() == Errno.ETIMEDOUT) {
                throw late();
            }
            throw e;
        }
    }

    private Duration patience(FrameDecoder decoder, long begun) throws ProtocolException {
        if (!decoder.unfinished()) {
            return UnixConnection.FOREVER;
        }
        Duration left = limits.message().minusNanos(System.nanoTime() - begun);
        if (!left.isPositive()) {
            throw late();
        }
        return left;
    }

    private ProtocolException late() {
        return new ProtocolException(
                "message not finished in " + limits.message().toMillis() / 1000.0 + " s");
    }

    /** The reply's frame and nothing that it was made from, because it may be held for long; null for a oneway call. */
    private byte @Nullable [] answer(byte[] message)
            throws ProtocolException, InterruptedException, Request.CallerGone {
        Message.Call call = Message.Call.parse(message);
        byte[] reply = dispatcher.answer(call, connection.peer(), connection.hungUp());
        return call.oneway() ? null : reply;
    }

    /** Says why the connection ends, if the client still listens. */
    private void refuse(String reason) {
        try {
            connection.write(Errors.reply(new StartError.Refused(reason)).frame(), Duration.ZERO);
        } catch (PosixException e) {
            LOG.debug("{} does not hear why: {}", connection.peer(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
