package org.sideros.start.control.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON text and Gson's tree, strictly by RFC 8259: no comments, no trailing text, no duplicate keys, valid UTF-8, bounded
 * depth and size. Works on Gson's streams alone; the rest of Gson would double the start-up time of a command.
 */
public final class Json {
    /** Deeper than any message of ours by far. */
    public static final int DEPTH = 32;

    /** Digits of a number; beyond a double's and a long's there is only work for an attacker's victim. */
    private static final int NUMBER_LENGTH = 40;

    private final JsonReader reader;
    private int valuesLeft;

    private Json(String text, int maxValues) {
        reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEPTH);
        valuesLeft = maxValues;
    }

    /**
     * Reads one JSON object.
     *
     * @param maxValues how many keys, elements and values there may be, which bounds the memory of the tree
     */
    public static JsonObject parse(byte[] utf8, int maxValues) throws ProtocolException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("not valid UTF-8");
        }
        try {
            Json json = new Json(text, maxValues);
            if (json.reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new ProtocolException("not a JSON object");
            }
            JsonObject object = json.object();
            if (json.reader.peek() != JsonToken.END_DOCUMENT) {
                throw new ProtocolException("more than one JSON value");
            }
            return object;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new ProtocolException("not valid JSON");
        }
    }

    /** The text of {@code value}, on one line and without a NUL; object members that are null are written. */
    public static String text(JsonElement value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Appends the text of {@code value} to {@code out} in UTF-8; straight into it, since a list of all can be large. */
    static void write(JsonElement value, ByteArrayOutputStream out) {
        try (JsonWriter writer = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            write(writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonElement value() throws IOException, ProtocolException {
        if (--valuesLeft < 0) {
            throw new ProtocolException("too many values");
        }
        JsonToken token = reader.peek();
        return switch (token) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array();
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(number());
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT -> throw new ProtocolException("not valid JSON");
        };
    }

    private JsonObject object() throws IOException, ProtocolException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (object.has(key)) {
                throw new ProtocolException("duplicate key");
            }
            object.add(key, value());
        }
        reader.endObject();
        return object;
    }

    private JsonArray array() throws IOException, ProtocolException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value());
        }
        reader.endArray();
        return array;
    }

    private Number number() throws IOException, ProtocolException {
        String digits = reader.nextString();
        if (digits.length() > NUMBER_LENGTH) {
            throw new ProtocolException("number too long");
        }
        BigDecimal exact = new BigDecimal(digits);
        // Not longValueExact alone: it would write out a number like 1e999999999 first.
        if (exact.scale() <= 0 && exact.precision() - exact.scale() <= 18) {
            return exact.longValueExact();
        }
        return Double.parseDouble(digits);
    }

    private static void write(JsonWriter writer, JsonElement value) throws IOException {
        switch (value) {
            case JsonObject object -> {
                writer.beginObject();
                for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                    writer.name(member.getKey());
                    write(writer, member.getValue());
                }
                writer.endObject();
            }
            case JsonArray array -> {
                writer.beginArray();
                for (JsonElement element : array) {
                    write(writer, element);
                }
                writer.endArray();
            }
            case JsonPrimitive primitive -> write(writer, primitive);
            default -> writer.nullValue();
        }
    }

    private static void write(JsonWriter writer, JsonPrimitive value) throws IOException {
        if (value.isBoolean()) {
            writer.value(value.getAsBoolean());
        } else if (value.isNumber()) {
            writer.value(value.getAsNumber());
        } else {
            writer.value(value.getAsString());
        }
    }
}
