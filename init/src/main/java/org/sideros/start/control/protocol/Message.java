package org.sideros.start.control.protocol;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** One message of the Varlink protocol: a call from the client or a reply from the server. */
public sealed interface Message {
    /** The limit of one call, in bytes. */
    int CALL_LIMIT = 1 << 20;

    /** The limit of one reply, in bytes: room for the states of 50 000 services. */
    int REPLY_LIMIT = 64 << 20;

    /** Keys, elements and values in one call: room for 10 000 names. */
    int CALL_VALUES = 20_000;

    /** Keys, elements and values in one reply. */
    int REPLY_VALUES = 4_000_000;

    /** The message as a JSON object. */
    JsonObject json();

    /** The message as it goes over the socket, with its NUL. */
    default byte[] frame() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(256);
        Json.write(json(), frame);
        frame.write(0);
        return frame.toByteArray();
    }

    /**
     * A call of {@code method}, which is qualified: {@code org.sideros.Start.List}.
     *
     * @param more whether several replies are welcome
     * @param oneway whether no reply is wanted
     */
    record Call(String method, JsonObject parameters, boolean more, boolean oneway) implements Message {
        @Override
        public JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("method", method);
            json.add("parameters", parameters);
            if (more) {
                json.addProperty("more", true);
            }
            if (oneway) {
                json.addProperty("oneway", true);
            }
            return json;
        }

        /** Reads a call; unknown keys are refused, since nobody would do what they ask for. */
        public static Call parse(byte[] message) throws ProtocolException {
            Fields fields = new Fields(Json.parse(message, CALL_VALUES));
            for (String key : fields.names()) {
                switch (key) {
                    case "method", "parameters", "more", "oneway" -> {}
                    default -> throw new ProtocolException("no such key in a call: " + shown(key));
                }
            }
            return new Call(fields.string("method"), body(fields), flag(fields, "more"), flag(fields, "oneway"));
        }
    }

    /**
     * A reply.
     *
     * @param continues whether another reply to the same call follows
     * @param error the qualified name of the error whose parameters these are
     */
    record Reply(JsonObject parameters, boolean continues, Optional<String> error) implements Message {
        /** The only, or last, reply to a call. */
        public static Reply of(JsonObject parameters) {
            return new Reply(parameters, false, Optional.empty());
        }

        /** One reply of several. */
        public static Reply continuing(JsonObject parameters) {
            return new Reply(parameters, true, Optional.empty());
        }

        /** An error reply. */
        public static Reply error(String name, JsonObject parameters) {
            return new Reply(parameters, false, Optional.of(name));
        }

        @Override
        public JsonObject json() {
            JsonObject json = new JsonObject();
            error.ifPresent(name -> json.addProperty("error", name));
            json.add("parameters", parameters);
            if (continues) {
                json.addProperty("continues", true);
            }
            return json;
        }

        /** Reads a reply; keys that a newer server may add are passed over. */
        public static Reply parse(byte[] message) throws ProtocolException {
            Fields fields = new Fields(Json.parse(message, REPLY_VALUES));
            return new Reply(body(fields), flag(fields, "continues"), fields.optionalString("error"));
        }
    }

    private static JsonObject body(Fields fields) throws ProtocolException {
        return fields.optionalObject("parameters").orElseGet(JsonObject::new);
    }

    private static boolean flag(Fields fields, String key) throws ProtocolException {
        return fields.optionalFlag(key).orElse(false);
    }

    private static String shown(String key) {
        return key.length() > 40 ? key.substring(0, 40) + "…" : key;
    }
}
