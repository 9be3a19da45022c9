package org.sideros.start.control.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Typed reading of an object's members. A member that is null and one that is missing are the same. */
public final class Fields {
    private final JsonObject json;

    public Fields(JsonObject json) {
        this.json = json;
    }

    /** All members' names, read or not. */
    public Set<String> names() {
        return json.keySet();
    }

    /** A string that must be there. */
    public String string(String key) throws ProtocolException {
        return optionalString(key).orElseThrow(() -> missing(key));
    }

    public Optional<String> optionalString(String key) throws ProtocolException {
        Optional<JsonElement> value = value(key);
        return value.isEmpty() ? Optional.empty() : Optional.of(string(key, value.get()));
    }

    /** A flag that must be there. */
    public boolean flag(String key) throws ProtocolException {
        return optionalFlag(key).orElseThrow(() -> missing(key));
    }

    public Optional<Boolean> optionalFlag(String key) throws ProtocolException {
        Optional<JsonElement> value = value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return Optional.of(primitive.getAsBoolean());
        }
        throw new ProtocolException(key, "is not true or false");
    }

    /** A whole number that must be there. */
    public long integer(String key) throws ProtocolException {
        return optionalInteger(key).orElseThrow(() -> missing(key));
    }

    public OptionalLong optionalInteger(String key) throws ProtocolException {
        Optional<JsonElement> value = value(key);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        // Json reads whole numbers as Long and all others as Double.
        if (value.get() instanceof JsonPrimitive primitive
                && primitive.isNumber()
                && !(primitive.getAsNumber() instanceof Double)) {
            return OptionalLong.of(primitive.getAsLong());
        }
        throw new ProtocolException(key, "is not a whole number");
    }

    /** A number that must be there. */
    public double number(String key) throws ProtocolException {
        if (value(key).orElseThrow(() -> missing(key)) instanceof JsonPrimitive primitive && primitive.isNumber()) {
            return primitive.getAsDouble();
        }
        throw new ProtocolException(key, "is not a number");
    }

    /** A list of strings; empty when it is missing. */
    public List<String> strings(String key) throws ProtocolException {
        List<String> strings = new ArrayList<>();
        for (JsonElement element : array(key)) {
            strings.add(string(key, element));
        }
        return strings;
    }

    /** A list of objects; empty when it is missing. */
    public List<JsonObject> objects(String key) throws ProtocolException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : array(key)) {
            if (!(element instanceof JsonObject object)) {
                throw new ProtocolException(key, "holds something that is not an object");
            }
            objects.add(object);
        }
        return objects;
    }

    public Optional<JsonObject> optionalObject(String key) throws ProtocolException {
        Optional<JsonElement> value = value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonObject object) {
            return Optional.of(object);
        }
        throw new ProtocolException(key, "is not an object");
    }

    private JsonArray array(String key) throws ProtocolException {
        Optional<JsonElement> value = value(key);
        if (value.isEmpty()) {
            return new JsonArray();
        }
        if (value.get() instanceof JsonArray array) {
            return array;
        }
        throw new ProtocolException(key, "is not a list");
    }

    private static String string(String key, JsonElement value) throws ProtocolException {
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new ProtocolException(key, "is not a string");
    }

    private Optional<JsonElement> value(String key) {
        return Optional.ofNullable(json.get(key)).filter(value -> !value.isJsonNull());
    }

    private static ProtocolException missing(String key) {
        return new ProtocolException(key, "is missing");
    }
}
