package org.sideros.start.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An interface description by the grammar of varlink.org, and a check of JSON against its types. */
final class Varlink {
    sealed interface Type {}

    record Simple(String word) implements Type {}

    record Named(String name) implements Type {}

    record Nullable(Type of) implements Type {}

    record ListOf(Type of) implements Type {}

    record MapOf(Type of) implements Type {}

    record OneOf(Set<String> words) implements Type {}

    record Struct(Map<String, Type> fields) implements Type {}

    record Method(Struct in, Struct out) {}

    private static final Pattern TOKEN =
            Pattern.compile("\\s+|#[^\\n]*\\n|->|\\[\\]|\\[string\\]|[?():,]|[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern INTERFACE_NAME =
            Pattern.compile("[A-Za-z](-*[A-Za-z0-9])*(\\.[A-Za-z0-9](-*[A-Za-z0-9])*)+");
    private static final Pattern MEMBER_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z](_?[A-Za-z0-9])*");
    private static final Set<String> SIMPLE = Set.of("bool", "int", "float", "string", "object");

    final String name;
    final Map<String, Type> types = new LinkedHashMap<>();
    final Map<String, Method> methods = new LinkedHashMap<>();
    final Map<String, Struct> errors = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Varlink(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("at: " + text.substring(end, Math.min(text.length(), end + 40)));
            }
            if (!matcher.group().isBlank() && !matcher.group().startsWith("#")) {
                tokens.add(matcher.group());
            }
            end = matcher.end();
        }
        expect("interface");
        name = matching(INTERFACE_NAME);
        while (at < tokens.size()) {
            String keyword = tokens.get(at++);
            String member = matching(MEMBER_NAME);
            switch (keyword) {
                case "type" -> types.put(member, parenthesised());
                case "error" -> errors.put(member, struct());
                case "method" -> {
                    Struct in = struct();
                    expect("->");
                    methods.put(member, new Method(in, struct()));
                }
                default -> throw new IllegalArgumentException(keyword);
            }
        }
    }

    private Struct struct() {
        return parenthesised() instanceof Struct struct ? struct : new Struct(Map.of());
    }

    private Type parenthesised() {
        expect("(");
        Map<String, Type> fields = new LinkedHashMap<>();
        Set<String> words = new LinkedHashSet<>();
        while (!tokens.get(at).equals(")")) {
            if (!fields.isEmpty() || !words.isEmpty()) {
                expect(",");
            }
            String field = matching(FIELD_NAME);
            if (tokens.get(at).equals(":")) {
                at++;
                fields.put(field, type());
            } else {
                words.add(field);
            }
        }
        expect(")");
        if (!fields.isEmpty() && !words.isEmpty()) {
            throw new IllegalArgumentException("neither structure nor enumeration: " + fields + words);
        }
        return words.isEmpty() ? new Struct(fields) : new OneOf(words);
    }

    private Type type() {
        String token = tokens.get(at);
        if (token.equals("(")) {
            return parenthesised();
        }
        at++;
        return switch (token) {
            case "?" -> new Nullable(type());
            case "[]" -> new ListOf(type());
            case "[string]" -> new MapOf(type());
            default -> SIMPLE.contains(token) ? new Simple(token) : new Named(token);
        };
    }

    private String matching(Pattern pattern) {
        String token = tokens.get(at++);
        if (!pattern.matcher(token).matches()) {
            throw new IllegalArgumentException(token + " is no " + pattern);
        }
        return token;
    }

    private void expect(String token) {
        if (!tokens.get(at++).equals(token)) {
            throw new IllegalArgumentException(token + " expected, not " + tokens.get(at - 1));
        }
    }

    /** What is wrong with {@code value}, each finding with its place. */
    List<String> findings(JsonElement value, Type type) {
        List<String> findings = new ArrayList<>();
        check(value, type, "", findings);
        return findings;
    }

    private void check(JsonElement value, Type type, String where, List<String> findings) {
        switch (type) {
            case Nullable nullable -> {
                if (!value.isJsonNull()) {
                    check(value, nullable.of(), where, findings);
                }
            }
            case Named named ->
                check(value, Objects.requireNonNull(types.get(named.name()), named.name()), where, findings);
            case Struct struct -> checkStruct(value, struct, where, findings);
            case ListOf list -> {
                if (value instanceof JsonArray array) {
                    for (int i = 0; i < array.size(); i++) {
                        check(array.get(i), list.of(), where + "[" + i + "]", findings);
                    }
                } else {
                    findings.add(where + " is no list: " + value);
                }
            }
            case MapOf map -> {
                if (value instanceof JsonObject object) {
                    object.asMap().forEach((key, element) -> check(element, map.of(), where + "." + key, findings));
                } else {
                    findings.add(where + " is no map: " + value);
                }
            }
            case OneOf words -> {
                if (!isString(value) || !words.words().contains(value.getAsString())) {
                    findings.add(where + " is none of " + words.words() + ": " + value);
                }
            }
            case Simple simple -> {
                if (!isSimple(value, simple.word())) {
                    findings.add(where + " is no " + simple.word() + ": " + value);
                }
            }
        }
    }

    private void checkStruct(JsonElement value, Struct struct, String where, List<String> findings) {
        if (!(value instanceof JsonObject object)) {
            findings.add(where + " is no structure: " + value);
            return;
        }
        if (!object.keySet().equals(struct.fields().keySet())) {
            findings.add(where + " has " + object.keySet() + " and not "
                    + struct.fields().keySet());
        }
        struct.fields().forEach((field, type) -> {
            JsonElement member = object.get(field);
            if (member != null) {
                check(member, type, where + "." + field, findings);
            }
        });
    }

    private static boolean isSimple(JsonElement value, String word) {
        return switch (word) {
            case "string" -> isString(value);
            case "object" -> value.isJsonObject();
            case "bool" -> value instanceof JsonPrimitive primitive && primitive.isBoolean();
            case "float" -> isNumber(value);
            default -> isNumber(value) && value.toString().matches("-?[0-9]+");
        };
    }

    private static boolean isString(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    private static boolean isNumber(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isNumber();
    }
}
