package org.sideros.start.control.client;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.FrameDecoder;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.control.protocol.StatusCodec;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;

/**
 * One connection to a supervisor. Calls wait as long as the job takes; closing, or interrupting the thread, ends the
 * wait but not the job. One call at a time.
 */
public final class ControlClient implements AutoCloseable {
    private static final int READ_SIZE = 64 * 1024;

    private final Path socket;
    private final SocketChannel channel;
    private final FrameDecoder decoder = new FrameDecoder(Message.REPLY_LIMIT);
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);

    private ControlClient(Path socket, SocketChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    /**
     * Connects to the supervisor that listens at {@code socket}.
     *
     * @throws StartError.NoSupervisor when none does
     * @throws StartError.NotPermitted when this user may not connect
     */
    public static ControlClient connect(Path socket) {
        try {
            return new ControlClient(socket, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException e) {
            // The JDK has one exception type for all of connect(2)'s failures; only the text tells them apart.
            String cause = String.valueOf(e.getMessage());
            if (cause.contains("Permission denied")) {
                throw new StartError.NotPermitted("connect to " + socket);
            }
            throw new StartError.NoSupervisor(socket, cause);
        }
    }

    /**
     * Calls {@code method} of {@code org.sideros.Start} and returns the reply's parameters.
     *
     * @throws StartError what the supervisor answered, or {@code NoSupervisor} when it went away
     */
    public JsonObject call(String method, JsonObject parameters) {
        send(new Message.Call(qualified(method), parameters, false, false));
        return receive().parameters();
    }

    /** Calls {@code method} without asking for a reply. */
    public void oneway(String method, JsonObject parameters) {
        send(new Message.Call(qualified(method), parameters, false, true));
    }

    /**
     * Calls {@code method} for many replies and hands each to {@code sink} until that returns false, or the last one
     * came. After false the connection is closed, since more replies are under way on it.
     */
    public void stream(String method, JsonObject parameters, Predicate<JsonObject> sink) {
        send(new Message.Call(qualified(method), parameters, true, false));
        while (true) {
            Message.Reply reply = receive();
            boolean wanted = sink.test(reply.parameters());
            if (!reply.continues()) {
                return;
            }
            if (!wanted) {
                close();
                return;
            }
        }
    }

    /** All services. */
    public List<ServiceStatus> list() {
        return statuses(call("List", new JsonObject()));
    }

    /** The services {@code names} means, patterns included; all when it is empty. */
    public List<ServiceStatus> status(List<String> names) {
        JsonObject parameters = new JsonObject();
        if (names.size() == 1) {
            parameters.addProperty("name", names.getFirst());
        } else {
            parameters.add("names", StatusCodec.strings(names));
        }
        return statuses(call("Status", parameters));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing of the caller's is in it any more.
        }
    }

    private static String qualified(String method) {
        return method.indexOf('.') < 0 ? Errors.INTERFACE + "." + method : method;
    }

    private List<ServiceStatus> statuses(JsonObject reply) {
        try {
            List<ServiceStatus> statuses = new ArrayList<>();
            for (JsonObject service : new Fields(reply).objects("services")) {
                statuses.add(StatusCodec.decode(service));
            }
            return statuses;
        } catch (ProtocolException e) {
            throw misunderstood(e);
        }
    }

    private void send(Message.Call call) {
        ByteBuffer frame = ByteBuffer.wrap(call.frame());
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            // It may have said why it ends the connection before it did.
            throw receiveLastWord(e);
        }
    }

    private StartError receiveLastWord(IOException cause) {
        try {
            receive();
        } catch (StartError said) {
            return said;
        }
        return gone(String.valueOf(cause.getMessage()));
    }

    private Message.Reply receive() {
        try {
            byte[] message = decoder.next();
            while (message == null) {
                buffer.clear();
                int n = channel.read(buffer);
                if (n < 0) {
                    throw gone("it closed the connection");
                }
                decoder.feed(buffer.array(), n);
                message = decoder.next();
            }
            Message.Reply reply = Message.Reply.parse(message);
            if (reply.error().isPresent()) {
                throw Errors.decode(reply.error().get(), reply.parameters());
            }
            return reply;
        } catch (ProtocolException e) {
            throw misunderstood(e);
        } catch (IOException e) {
            throw gone(String.valueOf(e.getMessage()));
        }
    }

    private StartError gone(String cause) {
        return new StartError.NoSupervisor(socket, cause);
    }

    private StartError misunderstood(ProtocolException e) {
        return new StartError.Refused("what answers on " + socket + " speaks another protocol: " + e.getMessage());
    }
}
