package org.sideros.start.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.control.protocol.StatusCodec;
import org.sideros.start.manager.ShutdownKind;
import org.sideros.start.os.Kernel;
import org.sideros.start.service.ServiceStatus;

/** Every method the server has, by qualified name. */
final class Methods {
    private final Services services;
    private final SupervisorInfo info;

    private Methods(Services services, SupervisorInfo info) {
        this.services = services;
        this.info = info;
    }

    /** The methods, in the order of the interface descriptions. */
    static Map<String, Method> of(Services services, SupervisorInfo info) {
        Methods queries = new Methods(services, info);
        JobMethods jobs = new JobMethods(services);
        Map<String, Method> methods = new LinkedHashMap<>();
        methods.put(Errors.VARLINK + ".GetInfo", Method.query(Set.of(), request -> queries.getInfo()));
        methods.put(
                Errors.VARLINK + ".GetInterfaceDescription",
                Method.query(Set.of("interface"), request -> Interfaces.describe(request.parameters())));
        methods.put(ours("Ping"), Method.query(Set.of(), queries::ping));
        methods.put(ours("List"), Method.listing(Set.of(), call -> true, request -> queries.list()));
        methods.put(
                ours("Status"),
                Method.listing(
                        Selection.PARAMETERS,
                        call -> !call.has("name") || call.has("names"),
                        request -> queries.status(request.parameters())));
        methods.put(ours("Start"), Method.change(JobMethods.PARAMETERS, jobs::start));
        methods.put(ours("Stop"), Method.change(JobMethods.CASCADING, jobs::stop));
        methods.put(ours("Restart"), Method.change(JobMethods.CASCADING, jobs::restart));
        methods.put(ours("Reload"), Method.change(JobMethods.PARAMETERS, jobs::reload));
        methods.put(ours("Shutdown"), Method.change(Set.of("kind", "force"), queries::shutdown));
        return methods;
    }

    private static String ours(String member) {
        return Errors.INTERFACE + "." + member;
    }

    private JsonObject getInfo() {
        JsonObject reply = new JsonObject();
        reply.addProperty("vendor", "Sideros");
        reply.addProperty("product", "start");
        reply.addProperty("version", info.version());
        reply.addProperty("url", "");
        reply.add("interfaces", StatusCodec.strings(Interfaces.NAMES));
        return reply;
    }

    private JsonObject ping(Request request) {
        JsonObject reply = new JsonObject();
        reply.addProperty("version", info.version());
        reply.addProperty("pid", Kernel.pid());
        reply.addProperty("uptime_usec", info.uptime().toNanos() / 1000);
        reply.addProperty("may_change", request.mayChange());
        return reply;
    }

    private JsonObject list() {
        return encode(services.list());
    }

    private JsonObject status(Fields parameters) throws ProtocolException {
        Selection selection = Selection.of(parameters, services);
        return selection.isEmpty()
                ? list()
                : encode(selection.names().stream().map(services::status).toList());
    }

    private JsonObject shutdown(Request request) throws ProtocolException {
        String kind = request.parameters().optionalString("kind").orElse(ShutdownKind.POWEROFF.word());
        boolean force = request.parameters().optionalFlag("force").orElse(false);
        for (ShutdownKind known : ShutdownKind.values()) {
            if (known.word().equals(kind)) {
                services.shutdown(known, force, request.requester());
                return new JsonObject();
            }
        }
        throw new ProtocolException("kind", "is not poweroff, reboot or halt");
    }

    private static JsonObject encode(List<ServiceStatus> statuses) {
        JsonArray array = new JsonArray(statuses.size());
        statuses.stream().map(StatusCodec::encode).forEach(array::add);
        JsonObject reply = new JsonObject();
        reply.add("services", array);
        return reply;
    }
}
