package org.sideros.start.control.protocol;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.sideros.start.error.StartError;

/**
 * How a job went for one service: {@code JobResult} of the interface. The state words are those right after it, or right
 * after it was queued when nobody waited.
 *
 * @param changed whether the service is in another state, or another run, than before; empty when nobody waited
 */
public record JobOutcome(
        String name,
        String state,
        String substate,
        String result,
        Optional<Boolean> changed,
        Optional<StartError> error) {

    /** The JSON of this. */
    public JsonObject encode() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("state", state);
        json.addProperty("substate", substate);
        json.addProperty("result", result);
        json.addProperty("changed", changed.orElse(null));
        json.add("error", error.isPresent() ? Errors.encode(error.get()) : JsonNull.INSTANCE);
        return json;
    }

    /** Reads what {@link #encode} wrote. */
    public static JobOutcome decode(JsonObject json) throws ProtocolException {
        Fields fields = new Fields(json);
        Optional<JsonObject> error = fields.optionalObject("error");
        return new JobOutcome(
                fields.string("name"),
                fields.string("state"),
                fields.string("substate"),
                fields.string("result"),
                fields.optionalFlag("changed"),
                error.isEmpty() ? Optional.empty() : Optional.of(Errors.decode(error.get())));
    }
}
