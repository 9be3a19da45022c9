package org.sideros.start.control.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withoutNul(byte[] frame) {
        assertEquals(0, frame[frame.length - 1]);
        return Arrays.copyOf(frame, frame.length - 1);
    }

    @Test
    void callsAndRepliesAreReadAsTheyWereWritten() throws Exception {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("name", "x\0y");
        Message.Call call = new Message.Call("a.b.C", parameters, true, true);
        assertEquals(call, Message.Call.parse(withoutNul(call.frame())));
        for (Message.Reply reply : new Message.Reply[] {
            Message.Reply.of(parameters), Message.Reply.continuing(parameters), Message.Reply.error("a.E", parameters)
        }) {
            assertEquals(reply, Message.Reply.parse(withoutNul(reply.frame())));
        }
    }

    @Test
    void whatACallLeavesOutHasItsDefault() throws Exception {
        Message.Call call = new Message.Call("a.B", new JsonObject(), false, false);
        assertEquals(call, Message.Call.parse(bytes("{\"method\":\"a.B\"}")));
        assertEquals(
                call,
                Message.Call.parse(bytes("{\"method\":\"a.B\",\"parameters\":null,\"more\":null,\"oneway\":false}")));
    }

    @Test
    void aCallWithAKeyNobodyKnowsIsRefusedAndAReplyIsNot() throws Exception {
        assertThrows(ProtocolException.class, () -> Message.Call.parse(bytes("{\"method\":\"a.B\",\"upgrade\":true}")));
        assertEquals(Message.Reply.of(new JsonObject()), Message.Reply.parse(bytes("{\"new\":1}")));
    }
}
