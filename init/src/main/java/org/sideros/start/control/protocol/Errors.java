package org.sideros.start.control.protocol;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.sideros.start.error.StartError;

/** The errors of the protocol: the kinds of {@link StartError} under our interface's name, and Varlink's own. */
public final class Errors {
    /** Our interface. */
    public static final String INTERFACE = "org.sideros.Start";

    /** The interface every Varlink service has. */
    public static final String VARLINK = "org.varlink.service";

    private Errors() {}

    /** The error reply for {@code error}. Arguments that do not fit are Varlink's own {@code InvalidParameter}. */
    public static Message.Reply reply(StartError error) {
        if (error instanceof StartError.InvalidArgument) {
            return invalidParameter(String.valueOf(error.parameters().get("parameter")));
        }
        return Message.Reply.error(INTERFACE + "." + error.kind(), parameters(error));
    }

    public static Message.Reply methodNotFound(String method) {
        return varlink("MethodNotFound", "method", method);
    }

    /** A method of the interface that this server does not serve. */
    public static Message.Reply methodNotImplemented(String method) {
        return varlink("MethodNotImplemented", "method", method);
    }

    public static Message.Reply interfaceNotFound(String name) {
        return varlink("InterfaceNotFound", "interface", name);
    }

    public static Message.Reply invalidParameter(String parameter) {
        return varlink("InvalidParameter", "parameter", parameter);
    }

    /** A method with many replies was called for one. */
    public static Message.Reply expectedMore() {
        return Message.Reply.error(VARLINK + ".ExpectedMore", new JsonObject());
    }

    /** An error inside a reply that carries several: {@code JobError} of the interface. */
    public static JsonObject encode(StartError error) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", error.kind());
        json.addProperty("message", error.getMessage());
        json.add("parameters", parameters(error));
        return json;
    }

    /** Reads what {@link #encode} wrote. */
    public static StartError decode(JsonObject json) throws ProtocolException {
        Fields fields = new Fields(json);
        return decode(
                INTERFACE + "." + fields.string("kind"),
                fields.optionalObject("parameters").orElseGet(JsonObject::new));
    }

    /** The error of an error reply. One of a newer supervisor that is unknown here becomes a refusal that names it. */
    public static StartError decode(String name, JsonObject parameters) throws ProtocolException {
        Fields fields = new Fields(parameters);
        int dot = name.lastIndexOf('.');
        String kind = name.substring(dot + 1);
        return switch (name.substring(0, Math.max(0, dot))) {
            case INTERFACE -> ours(kind, fields, parameters);
            case VARLINK -> varlinks(kind, fields, parameters);
            default -> unknown(name, parameters);
        };
    }

    private static StartError ours(String kind, Fields fields, JsonObject parameters) throws ProtocolException {
        return switch (kind) {
            case "ServiceNotFound" -> new StartError.ServiceNotFound(fields.string("name"));
            case "AlreadyRunning" -> new StartError.AlreadyRunning(fields.string("name"));
            case "DependencyFailed" ->
                new StartError.DependencyFailed(
                        fields.string("name"), fields.string("dependency"), fields.string("message"));
            case "ConfigurationInvalid" ->
                new StartError.ConfigurationInvalid(
                        Path.of(fields.string("file")),
                        (int) fields.integer("line"),
                        (int) fields.integer("column"),
                        fields.string("message"));
            case "StartFailed" ->
                new StartError.StartFailed(
                        fields.string("name"),
                        fields.string("step"),
                        (int) fields.integer("errno"),
                        fields.string("message"));
            case "Timeout" ->
                new StartError.Timeout(
                        fields.string("name"), Duration.ofMillis(Math.round(fields.number("seconds") * 1000)));
            case "NotPermitted" -> new StartError.NotPermitted(fields.string("method"));
            case "ShuttingDown" -> new StartError.ShuttingDown();
            case "Refused" -> new StartError.Refused(fields.string("reason"));
            default -> unknown(kind, parameters);
        };
    }

    private static StartError varlinks(String kind, Fields fields, JsonObject parameters) throws ProtocolException {
        return switch (kind) {
            case "InvalidParameter" -> {
                String parameter = fields.string("parameter");
                yield new StartError.InvalidArgument(parameter, "the supervisor does not accept this " + parameter);
            }
            case "MethodNotFound", "MethodNotImplemented" ->
                new StartError.Refused("the running supervisor has no method " + fields.string("method")
                        + ": it is of another version than this command");
            case "InterfaceNotFound" ->
                new StartError.Refused("what answers there has no interface " + fields.string("interface"));
            case "ExpectedMore" -> new StartError.Refused("the method gives many replies and was called for one");
            default -> unknown(VARLINK + "." + kind, parameters);
        };
    }

    private static StartError unknown(String name, JsonObject parameters) {
        return new StartError.Refused(name + " " + Json.text(parameters));
    }

    private static Message.Reply varlink(String kind, String key, String value) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty(key, value);
        return Message.Reply.error(VARLINK + "." + kind, parameters);
    }

    private static JsonObject parameters(StartError error) {
        JsonObject json = new JsonObject();
        for (Map.Entry<String, Object> parameter : error.parameters().entrySet()) {
            switch (parameter.getValue()) {
                case Number number -> json.addProperty(parameter.getKey(), number);
                case Object other -> json.addProperty(parameter.getKey(), other.toString());
            }
        }
        return json;
    }
}
