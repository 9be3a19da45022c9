package org.sideros.start.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;

/** Against a server that says what the test wants, right or wrong. */
class ControlClientTest {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    private Path directory;

    private Path socket;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws Exception {
        socket = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void end() throws Exception {
        server.close();
        threads.shutdownNow();
    }

    /** Takes one call, keeps it, says {@code reply} and closes. */
    private void answer(String reply) {
        threads.execute(() -> {
            try (SocketChannel client = server.accept()) {
                StringBuilder call = new StringBuilder();
                InputStream in = Channels.newInputStream(client);
                for (int c = in.read(); c > 0; c = in.read()) {
                    call.append((char) c);
                }
                calls.add(call.toString());
                client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                // The client, or the test, ended first.
            }
        });
    }

    private JsonObject call() {
        try (ControlClient client = ControlClient.connect(socket)) {
            return client.call("Ping", new JsonObject());
        }
    }

    @Test
    void callsAMethodOfOurInterface() throws Exception {
        answer("{\"parameters\":{\"a\":1}}\0");
        assertEquals("{\"a\":1}", call().toString());
        assertEquals("{\"method\":\"org.sideros.Start.Ping\",\"parameters\":{}}", calls.take());
    }

    @Test
    void anErrorReplyIsThrown() {
        answer("{\"error\":\"org.sideros.Start.ServiceNotFound\",\"parameters\":{\"name\":\"x\"}}\0");
        assertEquals(
                4, assertThrows(StartError.ServiceNotFound.class, this::call).exitCode());
    }

    @Test
    void aSupervisorThatGoesAwayIsNoSupervisor() {
        answer("{\"param");
        StartError error = assertThrows(StartError.NoSupervisor.class, this::call);
        assertTrue(error.getMessage().contains("closed the connection"), error.getMessage());
    }

    @Test
    void whatSpeaksAnotherProtocolIsToldApart() {
        for (String reply : List.of("HTTP/1.1 400 Bad Request\0", "[]\0", "{\"parameters\":7}\0", "{\"error\":1}\0")) {
            answer(reply);
            StartError error = assertThrows(StartError.Refused.class, this::call);
            assertTrue(error.getMessage().contains("speaks another protocol"), error.getMessage());
        }
        answer("{\"error\":\"org.sideros.Start.ServiceNotFound\",\"parameters\":{}}\0");
        assertThrows(StartError.Refused.class, this::call);
    }

    @Test
    void aStreamGoesOnUntilTheLastReply() throws Exception {
        answer("{\"parameters\":{\"n\":1},\"continues\":true}\0{\"parameters\":{\"n\":2},\"continues\":true}\0"
                + "{\"parameters\":{\"n\":3}}\0");
        List<Integer> seen = new ArrayList<>();
        try (ControlClient client = ControlClient.connect(socket)) {
            client.stream(
                    "Watch", new JsonObject(), reply -> seen.add(reply.get("n").getAsInt()));
        }
        assertEquals(List.of(1, 2, 3), seen);
        assertTrue(calls.take().contains("\"more\":true"));
    }

    @Test
    void aStreamEndsWhenNobodyWantsMore() {
        answer("{\"parameters\":{\"n\":1},\"continues\":true}\0".repeat(100));
        List<Integer> seen = new ArrayList<>();
        try (ControlClient client = ControlClient.connect(socket)) {
            client.stream("Watch", new JsonObject(), reply -> {
                seen.add(reply.get("n").getAsInt());
                return seen.size() < 2;
            });
            assertEquals(2, seen.size());
            assertThrows(StartError.NoSupervisor.class, () -> client.call("Ping", new JsonObject()));
        }
    }

    @Test
    void withoutASocketThereIsNoSupervisorAndTheMessageNamesIt() throws Exception {
        Path missing = directory.resolve("missing");
        StartError none = assertThrows(StartError.NoSupervisor.class, () -> ControlClient.connect(missing));
        assertTrue(none.getMessage().contains(missing + ": No such file or directory"), none.getMessage());
        server.close();
        StartError dead = assertThrows(StartError.NoSupervisor.class, () -> ControlClient.connect(socket));
        assertTrue(dead.getMessage().contains(socket + ": Connection refused"), dead.getMessage());
        Files.delete(socket);
        Files.writeString(socket, "no socket");
        assertThrows(StartError.NoSupervisor.class, () -> ControlClient.connect(socket));
        Path tooLong = directory.resolve("x".repeat(120));
        assertThrows(StartError.NoSupervisor.class, () -> ControlClient.connect(tooLong));
    }
}
