package org.sideros.start.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.service.ServiceStatus;

/** Clients that take what is not theirs: each is told or cut off, and the others notice nothing. */
class ControlLimitsTest {
    private static final String REFUSED = "org.sideros.Start.Refused";
    private static final Duration SHORT = Duration.ofMillis(300);

    private final FakeServices services = new FakeServices("nginx");

    @TempDir
    private Path directory;

    private static ControlLimits limits(Duration message, Duration reply) {
        return new ControlLimits(256, 1 << 20, message, reply, 24 << 20);
    }

    private void assertServesOthers(TestServer server) {
        try (ControlClient other = server.client()) {
            assertEquals(services.list(), other.list());
        }
        assertEquals(List.of(), server.failures);
    }

    private static String reason(JsonObject reply) {
        assertEquals(REFUSED, reply.get("error").getAsString());
        return reply.getAsJsonObject("parameters").get("reason").getAsString();
    }

    @Test
    void whatIsNoCallGetsAnErrorAndAClose() throws Exception {
        try (TestServer server = new TestServer(directory, services)) {
            for (String garbage : List.of(
                    "\0",
                    "hello\0",
                    "GET / HTTP/1.1\r\n\r\n\0",
                    "[]\0",
                    "{}\0",
                    "{\"method\":7}\0",
                    "{\"method\":\"a.B\",\"parameters\":[]}\0",
                    "{\"method\":\"a.B\",\"more\":1}\0",
                    "{\"method\":\"a.B\",\"upgrade\":true}\0",
                    "{\"method\":\"a.B\"} x\0",
                    "{\"method\":\"a.B\",\"method\":\"a.C\"}\0",
                    "{'method':'a.B'}\0",
                    "{\"method\":\"a.B\",}\0",
                    "{\"method\":\"a.B\",\"parameters\":{\"a\":" + "[".repeat(100_000) + "}}\0",
                    "{\"method\":\"a.B\",\"parameters\":{\"a\":[0" + ",0".repeat(100_000) + "]}}\0",
                    "{\"method\":\"a.B\",\"parameters\":{\"a\":1" + "0".repeat(1000) + "}}\0")) {
                try (RawClient client = server.raw()) {
                    client.send(garbage);
                    reason(client.receive());
                    assertTrue(client.isClosedByServer(), garbage);
                }
            }
            try (RawClient client = server.raw()) {
                client.send(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', 0});
                assertEquals("not valid UTF-8", reason(client.receive()));
            }
            assertServesOthers(server);
        }
    }

    @Test
    void aMegabyteWithoutAnEndIsCutOff() throws Exception {
        try (TestServer server = new TestServer(directory, services);
                RawClient client = server.raw()) {
            byte[] endless = new byte[(1 << 20) + 1];
            Arrays.fill(endless, (byte) ' ');
            client.send(endless);
            assertEquals("message over 1048576 bytes", reason(client.receive()));
            assertTrue(client.isClosedByServer());
            assertServesOthers(server);
        }
    }

    @Test
    void aMegabyteIsStillACall() throws Exception {
        try (TestServer server = new TestServer(directory, services);
                RawClient client = server.raw()) {
            byte[] call = "{\"method\":\"org.sideros.Start.List\"}".getBytes(StandardCharsets.UTF_8);
            byte[] padded = new byte[(1 << 20) + 1];
            Arrays.fill(padded, (byte) ' ');
            System.arraycopy(call, 0, padded, 0, call.length);
            padded[padded.length - 1] = 0;
            client.send(padded);
            assertTrue(client.receive().getAsJsonObject("parameters").has("services"));
        }
    }

    @Test
    void halfAMessageAndSilenceIsCutOffWhileAnIdleConnectionStays() throws Exception {
        try (TestServer server = new TestServer(directory, services, limits(SHORT, SHORT));
                RawClient idle = server.raw();
                RawClient half = server.raw()) {
            half.call("org.sideros.Start.Ping", "{}").receive();
            half.send("{\"method\":\"org.sid");
            assertTrue(reason(half.receive()).startsWith("message not finished in"));
            assertTrue(half.isClosedByServer());
            // As old as the other, and without a begun message.
            assertTrue(idle.call("org.sideros.Start.Ping", "{}").receive().has("parameters"));
        }
    }

    @Test
    void aMessageThatDripsInIsCutOffAllTheSame() throws Exception {
        try (TestServer server = new TestServer(directory, services, limits(SHORT, SHORT));
                RawClient client = server.raw()) {
            assertTimeoutPreemptively(Patience.LONG, () -> {
                while (server.server.connections() == 0) {
                    Thread.onSpinWait();
                }
                try {
                    while (server.server.connections() > 0) {
                        client.send(" ");
                        Thread.sleep(20);
                    }
                } catch (IOException e) {
                    // Closed between the look and the byte.
                }
            });
            assertTrue(reason(client.receive()).startsWith("message not finished in"));
        }
    }

    @Test
    void theConnectionAfterTheLastOneIsTurnedAway() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (TestServer server = new TestServer(directory, services)) {
            for (int i = 0; i < 256; i++) {
                RawClient client = server.raw();
                clients.add(client);
                assertTrue(client.call("org.sideros.Start.Ping", "{}").receive().has("parameters"));
            }
            try (RawClient late = server.raw()) {
                assertEquals("256 connections are open already", reason(late.receive()));
                assertTrue(late.isClosedByServer());
            }
            clients.removeLast().close();
            await().atMost(Patience.LONG).until(() -> server.server.connections() == 255);
            assertServesOthers(server);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatNeverReadsIsCutOffAndOthersAreServedMeanwhile() throws Exception {
        FakeServices many = new FakeServices(
                IntStream.range(0, 2000).mapToObj(i -> "service-" + i).toArray(String[]::new));
        try (TestServer server = new TestServer(directory, many, limits(Patience.LONG, Duration.ofSeconds(5)));
                RawClient deaf = server.raw()) {
            deaf.call("org.sideros.Start.List", "{}");
            try (ControlClient other = server.client()) {
                assertEquals(2000, other.list().size());
            }
            await().atMost(Patience.LONG).until(() -> server.server.connections() == 0);
        }
    }

    @Test
    void listsAreMadeOneAtATimeAndLeaveRoomForOtherCalls() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger entered = new AtomicInteger();
        FakeServices slow = new FakeServices("nginx") {
            @Override
            public List<ServiceStatus> list() {
                entered.incrementAndGet();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.list();
            }
        };
        try (TestServer server = new TestServer(directory, slow);
                RawClient first = server.raw();
                RawClient second = server.raw();
                RawClient quick = server.raw()) {
            first.call("org.sideros.Start.List", "{}");
            await().atMost(Patience.LONG).until(() -> entered.get() == 1);
            second.call("org.sideros.Start.Status", "{}");
            quick.call("org.sideros.Start.Ping", "{}").receive();
            quick.call("org.sideros.Start.Status", "{\"name\":\"nginx\"}").receive();
            await().atMost(Patience.LONG).during(Duration.ofMillis(50)).until(() -> entered.get() == 1);
            gate.countDown();
            assertEquals(first.receive(), second.receive());
        } finally {
            gate.countDown();
        }
    }

    @Test
    void callsSentWithoutReadingRepliesAreNotTakenWithoutBound() throws Exception {
        try (TestServer server = new TestServer(directory, services, limits(Patience.LONG, Patience.LONG));
                RawClient flood = server.raw()) {
            byte[] calls =
                    "{\"method\":\"org.sideros.Start.List\"}\0".repeat(1000).getBytes(StandardCharsets.UTF_8);
            long taken = 0;
            int idleRounds = 0;
            while (idleRounds < 50 && taken < 100_000_000) {
                int n = flood.sendSome(calls);
                taken += n;
                idleRounds = n == 0 ? idleRounds + 1 : 0;
                Thread.sleep(n == 0 ? 5 : 0);
            }
            assertTrue(taken < 10_000_000, "the server took " + taken + " bytes of calls");
            assertServesOthers(server);
        }
    }

    @Test
    void whenLargeMessagesAreTooManyTheEldestStalledOnesEnd() throws Exception {
        ControlLimits small = new ControlLimits(256, 1 << 20, Duration.ofMinutes(5), Duration.ofMinutes(5), 5 << 20);
        byte[] half = new byte[900_000];
        Arrays.fill(half, (byte) ' ');
        List<RawClient> stalled = new ArrayList<>();
        try (TestServer server = new TestServer(directory, services, small)) {
            for (int i = 0; i < 20; i++) {
                RawClient client = server.raw();
                client.send(half);
                stalled.add(client);
            }
            await().atMost(Patience.LONG).until(() -> server.server.connections() <= 5);
            assertTrue(stalled.getFirst().isClosedByServer());
            // One that is not too much by itself gets through, although the stalled ones are still there.
            try (RawClient honest = server.raw()) {
                honest.send(half).call("org.sideros.Start.Ping", "{}");
                assertTrue(honest.receive().has("parameters"));
            }
            assertServesOthers(server);
        } finally {
            for (RawClient client : stalled) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatHangsUpInEveryStateLeavesNothingBehind() throws Exception {
        try (TestServer server = new TestServer(directory, services)) {
            server.raw().close();
            RawClient half = server.raw();
            half.send("{\"meth").close();
            RawClient unread = server.raw();
            unread.call("org.sideros.Start.List", "{}").close();
            await().atMost(Patience.LONG).until(() -> server.server.connections() == 0);
            assertServesOthers(server);
        }
    }

    @Test
    void randomBytesAndDamagedCallsHarmNobody() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed);
        Random random = new Random(seed);
        List<String> models = List.of(
                "{\"method\":\"org.sideros.Start.Status\",\"parameters\":{\"name\":\"nginx\",\"names\":[\"a*\"]}}\0",
                "{\"method\":\"org.sideros.Start.Start\",\"parameters\":{\"names\":[\"nginx\"],\"wait\":true}}\0",
                "{\"method\":\"org.varlink.service.GetInfo\",\"more\":true,\"oneway\":false}\0");
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        try (TestServer server = new TestServer(directory, services, limits(SHORT, SHORT))) {
            while (System.nanoTime() < end) {
                try (RawClient client = server.raw()) {
                    byte[] bytes = models.get(random.nextInt(models.size())).getBytes(StandardCharsets.UTF_8);
                    for (int i = random.nextInt(6); i > 0; i--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                    client.send(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
                    client.send(Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length));
                } catch (IOException e) {
                    // Cut off in the middle, as it may be.
                }
            }
            await().atMost(Patience.LONG).until(() -> server.server.connections() == 0);
            assertServesOthers(server);
        }
    }
}
