package org.sideros.start.control;

import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sideros.start.Patience;
import org.sideros.start.control.protocol.FrameDecoder;
import org.sideros.start.control.protocol.Json;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.control.protocol.ProtocolException;

/** A client that sends what it is told, byte by byte if need be, and never waits without a limit. */
public final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final FrameDecoder decoder = new FrameDecoder(Message.REPLY_LIMIT);

    public RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, 0);
    }

    /** Sends text as it is; a NUL in it ends a message. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
        return this;
    }

    /** Sends what the socket takes without waiting, and returns how much. */
    public int sendSome(byte[] bytes) throws IOException {
        return channel.write(ByteBuffer.wrap(bytes));
    }

    public RawClient call(String method, String parameters) throws IOException {
        return send("{\"method\":\"" + method + "\",\"parameters\":" + parameters + "}\0");
    }

    /** The next message; {@code EOFException} when the other side has closed. */
    public JsonObject receive() throws IOException, ProtocolException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        byte[] message = decoder.next();
        while (message == null) {
            int n = channel.read(buffer.clear());
            if (n < 0) {
                throw new EOFException();
            }
            if (n == 0) {
                await(SelectionKey.OP_READ);
            }
            decoder.feed(buffer.array(), n);
            message = decoder.next();
        }
        return Json.parse(message, Message.REPLY_VALUES);
    }

    /** The error name of the next message. */
    public String error() throws IOException, ProtocolException {
        JsonObject reply = receive();
        return reply.has("error") ? reply.get("error").getAsString() : "no error: " + reply;
    }

    /** Whether the other side has closed, or closes in time, with nothing more to say. */
    public boolean isClosedByServer() throws ProtocolException {
        try {
            receive();
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends sending and goes on listening. */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    private void await(int operation) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        selector.selectedKeys().clear();
        if (selector.select(Patience.LONG.toMillis()) == 0) {
            throw new SocketTimeoutException("nothing happened in " + Patience.LONG);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
