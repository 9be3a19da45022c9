package org.sideros.start.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.os.PeerCredentials;

class AccessTest {
    private final Access access = new Access(500, OptionalInt.of(27));

    private static PeerCredentials peer(int uid, Integer... groups) {
        return new PeerCredentials(4711, uid, groups[0], List.of(groups));
    }

    @Test
    void rootTheOwnerAndTheGroupMayChange() {
        assertTrue(access.mayChange(peer(0, 0)));
        assertTrue(access.mayChange(peer(500, 500)));
        assertTrue(access.mayChange(peer(1000, 27)));
        assertTrue(access.mayChange(peer(1000, 1000, 4, 27)));
    }

    @Test
    void othersMayNot() {
        assertFalse(access.mayChange(peer(1000, 1000, 4)));
        assertFalse(new Access(500, OptionalInt.empty()).mayChange(peer(27, 27)));
    }

    @Test
    void whoMayNotChangeMayStillLook() throws Exception {
        FakeServices services = new FakeServices("nginx");
        Map<String, Method> methods = Methods.of(services, new SupervisorInfo("1", System.nanoTime()));
        Dispatcher dispatcher = new Dispatcher(methods, access);
        for (String name : methods.keySet()) {
            Message.Call call = new Message.Call(name, new JsonObject(), false, false);
            Message.Reply reply = dispatcher.reply(call, peer(1000, 1000), new CompletableFuture<>());
            String member = name.substring(name.lastIndexOf('.') + 1);
            boolean refused = reply.error().equals(java.util.Optional.of(Errors.INTERFACE + ".NotPermitted"));
            assertEquals(
                    List.of("Start", "Stop", "Restart", "Reload", "Shutdown").contains(member), refused, name);
            if (refused) {
                assertEquals(member, reply.parameters().get("method").getAsString());
            }
        }
        assertEquals(List.of(), services.asked);
        Message.Reply ping = dispatcher.reply(
                new Message.Call(Errors.INTERFACE + ".Ping", new JsonObject(), false, false),
                peer(1000, 1000),
                new CompletableFuture<>());
        assertFalse(ping.parameters().get("may_change").getAsBoolean());
    }
}
