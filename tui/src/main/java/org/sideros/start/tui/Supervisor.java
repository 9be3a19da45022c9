package org.sideros.start.tui;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;
import org.sideros.start.tui.model.Clock;
import org.sideros.start.tui.model.Snapshot;
import org.sideros.start.tui.model.Verb;

/** What the console asks of the supervisor, on one connection. */
final class Supervisor implements AutoCloseable {
    private final ControlClient client;

    private Supervisor(ControlClient client) {
        this.client = client;
    }

    /**
     * Connects.
     *
     * @throws StartError.NoSupervisor when none listens there
     */
    static Supervisor connect(Path socket) {
        return new Supervisor(ControlClient.connect(socket));
    }

    /** How things are. */
    Snapshot snapshot() {
        Fields ping = new Fields(client.call("Ping", new JsonObject()));
        List<ServiceStatus> services = client.list();
        try {
            return new Snapshot(
                    Clock.now(),
                    Duration.ofNanos(ping.integer("uptime_usec") * 1000),
                    ping.flag("may_change"),
                    services);
        } catch (ProtocolException e) {
            throw misunderstood(e);
        }
    }

    /** Has it done, waits until it is, and says in one line how it went. */
    String ask(Verb verb, String name) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("name", name);
        try {
            Fields reply = new Fields(client.call(verb.method(), parameters));
            List<String> also = reply.strings("also");
            StringBuilder line = new StringBuilder("ok: " + verb.word() + " " + name);
            for (JsonObject result : reply.objects("results")) {
                Fields fields = new Fields(result);
                line.append(", ").append(fields.string("state"));
            }
            return also.isEmpty()
                    ? line.toString()
                    : line.append("; also: ").append(String.join(", ", also)).toString();
        } catch (ProtocolException e) {
            throw misunderstood(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static StartError misunderstood(ProtocolException e) {
        return new StartError.Refused("the supervisor's answer makes no sense here: " + e.getMessage());
    }
}
