package org.sideros.start.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.StatusCodec;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;

/**
 * Services with their status: from the supervisor, or what the files say when there is none.
 *
 * @param live whether a supervisor answered
 */
record Listing(List<ServiceStatus> services, boolean live) {
    Listing {
        services = List.copyOf(services);
    }

    /** The services that {@code names} means, all when it is empty. Says on standard error when no supervisor answers. */
    static Listing of(Invocation invocation, List<String> names) {
        try (ControlClient client = invocation.connect()) {
            return new Listing(names.isEmpty() ? client.list() : client.status(names), true);
        } catch (StartError.NoSupervisor e) {
            invocation.console().error(e.getMessage() + "; this is what the files say");
            return new Listing(Offline.status(invocation, names), false);
        }
    }

    /** The JSON of one service; what only a supervisor knows is null without one. */
    JsonObject json(ServiceStatus service) {
        JsonObject object = StatusCodec.encode(service);
        if (!live) {
            object.add("since", JsonNull.INSTANCE);
            object.add("level", JsonNull.INSTANCE);
        }
        return object;
    }

    /** The JSON of all. */
    JsonArray json() {
        JsonArray array = new JsonArray();
        services.forEach(service -> array.add(json(service)));
        return array;
    }
}
