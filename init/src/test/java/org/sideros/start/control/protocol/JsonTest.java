package org.sideros.start.control.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static JsonObject parse(String text) throws ProtocolException {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8), 100);
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        String text =
                "{\"a\":[1,-2,0.5,true,false,null,\"x\\u0000\\\"ä\uD83D\uDE00\"],\"b\":{},\"c\":9007199254740993}";
        assertEquals(text, Json.text(parse(text)));
        assertEquals(parse(text), parse(Json.text(parse(text))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "[]",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":tRUE}",
                "{/**/}",
                "{\"a\":1,\"a\":2}",
                "{\"a\"=1}",
                "{\"a\":1;\"b\":2}",
                ")]}'\n{}"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(ProtocolException.class, () -> parse(text));
    }

    @Test
    void wholeNumbersStayExactAndOthersAreDoubles() throws Exception {
        JsonObject numbers = parse("{\"a\":123456789012345678,\"b\":1e3,\"c\":1.0,\"d\":1e300,\"e\":1e999999999}");
        assertEquals(123456789012345678L, new Fields(numbers).integer("a"));
        assertEquals(1000, new Fields(numbers).integer("b"));
        assertEquals(1.0, new Fields(numbers).number("c"));
        assertThrows(ProtocolException.class, () -> new Fields(numbers).integer("d"));
        assertThrows(ProtocolException.class, () -> new Fields(numbers).integer("e"));
    }

    @Test
    void depthAndSizeAreBounded() {
        String deep = "{\"a\":".repeat(Json.DEPTH + 1) + "1" + "}".repeat(Json.DEPTH + 1);
        assertThrows(ProtocolException.class, () -> parse(deep));
        String wide = "{\"a\":[1" + ",1".repeat(100) + "]}";
        assertThrows(ProtocolException.class, () -> parse(wide));
        assertThrows(ProtocolException.class, () -> parse("{\"a\":" + "9".repeat(50) + "}"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] broken = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
        assertThrows(ProtocolException.class, () -> Json.parse(broken, 100));
    }
}
