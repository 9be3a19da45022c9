package org.sideros.start.control;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;

/** The interfaces served, and their descriptions, which are resources of this module. */
final class Interfaces {
    static final List<String> NAMES = List.of(Errors.VARLINK, Errors.INTERFACE);

    private Interfaces() {}

    /** The text of an interface of {@link #NAMES}. */
    static String text(String name) {
        try (InputStream resource = Objects.requireNonNull(
                Interfaces.class.getResourceAsStream("/" + name + ".varlink"), "no description of " + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reply of {@code GetInterfaceDescription}. */
    static JsonObject describe(Fields parameters) throws ProtocolException, Dispatcher.NoInterface {
        String name = parameters.string("interface");
        if (!NAMES.contains(name)) {
            throw new Dispatcher.NoInterface(name);
        }
        JsonObject reply = new JsonObject();
        reply.addProperty("description", text(name));
        return reply;
    }
}
