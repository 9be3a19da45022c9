package org.sideros.start.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.Patience;
import org.sideros.start.config.Location;
import org.sideros.start.config.Problem;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.JobOutcome;
import org.sideros.start.control.protocol.Json;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.JobReport;
import org.sideros.start.manager.JobResult;
import org.sideros.start.manager.ReloadReport;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

class ControlServerTest {
    private final FakeServices services =
            new FakeServices("nginx", "postgres", "postgres-backup", FakeServices.SLOW, FakeServices.FAILING);

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer(directory, services);
    }

    @AfterEach
    void end() {
        server.close();
        assertEquals(List.of(), server.failures);
    }

    private static JsonObject json(String text) throws ProtocolException {
        return Json.parse(text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8), 1000);
    }

    private static JobOutcome onlyResult(JsonObject reply) throws ProtocolException {
        List<JsonObject> results = new Fields(reply).objects("results");
        assertEquals(1, results.size());
        return JobOutcome.decode(results.getFirst());
    }

    @Test
    void listAndStatusGiveWhatTheManagerSays() {
        try (ControlClient client = server.client()) {
            assertEquals(services.list(), client.list());
            assertEquals(services.list(), client.status(List.of()));
            assertEquals(List.of(services.status("nginx")), client.status(List.of("nginx")));
        }
    }

    @Test
    void pingAndGetInfoIntroduceTheSupervisor() {
        try (ControlClient client = server.client()) {
            JsonObject ping = client.call("Ping", new JsonObject());
            assertEquals("1.2.3", ping.get("version").getAsString());
            assertEquals(ProcessHandle.current().pid(), ping.get("pid").getAsLong());
            assertTrue(ping.get("uptime_usec").getAsLong() > 0);
            assertTrue(ping.get("may_change").getAsBoolean());
            JsonObject info = client.call("org.varlink.service.GetInfo", new JsonObject());
            assertEquals(
                    "[\"org.varlink.service\",\"org.sideros.Start\"]",
                    info.get("interfaces").toString());
        }
    }

    @Test
    void startWaitsForTheOutcomeAndSaysWhetherAnythingChanged() throws Exception {
        try (ControlClient client = server.client()) {
            JobOutcome outcome = onlyResult(client.call("Start", json("{'name':'nginx'}")));
            assertEquals("active", outcome.state());
            assertEquals("running", outcome.substate());
            assertEquals(true, outcome.changed().orElseThrow());
            assertEquals(List.of("start nginx by control socket"), services.asked);
            JobOutcome again = onlyResult(client.call("Restart", json("{'name':'nginx'}")));
            assertEquals(false, again.changed().orElseThrow());
        }
    }

    @Test
    void theErrorOfTheOnlyServiceNamedIsTheErrorOfTheReply() throws Exception {
        try (ControlClient client = server.client()) {
            client.call("Start", json("{'name':'nginx'}"));
            assertThrows(StartError.AlreadyRunning.class, () -> client.call("Start", json("{'names':['nginx']}")));
            StartError.StartFailed failed =
                    assertThrows(StartError.StartFailed.class, () -> client.call("Start", json("{'name':'failing'}")));
            assertEquals("failing: exec /nowhere: No such file", failed.getMessage());
            StartError.ServiceNotFound none = assertThrows(
                    StartError.ServiceNotFound.class, () -> client.call("Stop", json("{'name':'nothing'}")));
            assertEquals("nothing: no such service", none.getMessage());
        }
    }

    @Test
    void ofSeveralServicesEachCarriesItsOwnError() throws Exception {
        try (ControlClient client = server.client()) {
            JsonObject reply = client.call("Start", json("{'names':['nginx','failing']}"));
            List<JsonObject> results = new Fields(reply).objects("results");
            assertTrue(JobOutcome.decode(results.get(0)).error().isEmpty());
            StartError error = JobOutcome.decode(results.get(1)).error().orElseThrow();
            assertEquals("StartFailed", error.kind());
            assertEquals("failing: exec /nowhere: No such file", error.getMessage());
        }
    }

    @Test
    void patternsMeanTheLoadedServicesTheyMatch() throws Exception {
        try (ControlClient client = server.client()) {
            client.call("Stop", json("{'names':['post*','nginx','nginx']}"));
            assertEquals(List.of("stop postgres postgres-backup nginx by control socket"), services.asked);
            StartError error =
                    assertThrows(StartError.ServiceNotFound.class, () -> client.call("Stop", json("{'name':'no*'}")));
            assertEquals("no*", error.parameters().get("name"));
            // One service, but not by its name: its error stays with its result.
            JobOutcome outcome = onlyResult(client.call("Start", json("{'name':'fail*'}")));
            assertEquals("StartFailed", outcome.error().orElseThrow().kind());
        }
    }

    @Test
    void noCascadeIsPassedOn() throws Exception {
        try (ControlClient client = server.client()) {
            client.call("Stop", json("{'name':'nginx','no_cascade':true}"));
            client.call("Restart", json("{'name':'nginx','no_cascade':true}"));
            assertEquals(
                    List.of("stop-no-cascade nginx by control socket", "restart-no-cascade nginx by control socket"),
                    services.asked);
        }
    }

    @Test
    void withoutWaitingTheReplyComesAtOnce() throws Exception {
        try (ControlClient client = server.client()) {
            JobOutcome outcome = onlyResult(client.call("Start", json("{'name':'slow','wait':false}")));
            assertTrue(outcome.changed().isEmpty());
            assertFalse(services.slow.isDone());
        }
    }

    @Test
    void aTimeLimitEndsTheWaitAndNotTheJob() throws Exception {
        try (ControlClient client = server.client()) {
            StartError.Timeout error = assertThrows(
                    StartError.Timeout.class, () -> client.call("Start", json("{'name':'slow','timeout_ms':50}")));
            assertEquals("slow", error.parameters().get("name"));
            assertEquals(0.05, error.parameters().get("seconds"));
            assertFalse(services.slow.isDone());
            assertEquals(services.list(), client.list());
        }
    }

    @Test
    void aCallerThatHangsUpEndsItsWaitAndNotTheJob() throws Exception {
        try (RawClient caller = server.raw()) {
            caller.call("org.sideros.Start.Start", "{\"name\":\"slow\"}");
            await().atMost(Patience.LONG).until(() -> services.asked.contains("start slow by control socket"));
        }
        await().atMost(Patience.LONG).until(() -> server.server.connections() == 0);
        assertFalse(services.slow.isDone());
    }

    @Test
    void aCallerThatOnlyEndsItsSendingIsAnswered() throws Exception {
        try (RawClient caller = server.raw()) {
            caller.call("org.sideros.Start.Start", "{\"name\":\"slow\"}");
            caller.shutdownOutput();
            await().atMost(Patience.LONG).until(() -> services.asked.contains("start slow by control socket"));
            ServiceStatus status = FakeServices.status("slow", ServiceState.ACTIVE);
            services.slow.complete(
                    new JobReport(List.of(new JobResult("slow", java.util.Optional.empty(), status)), List.of("x")));
            JsonObject reply = caller.receive().getAsJsonObject("parameters");
            assertEquals("active", onlyResult(reply).state());
            assertEquals(List.of("x"), new Fields(reply).strings("also"));
            assertTrue(caller.isClosedByServer());
        }
    }

    @Test
    void aJobThatFailsAsAWholeIsAnErrorReply() throws Exception {
        services.slow.completeExceptionally(new StartError.ShuttingDown());
        try (ControlClient client = server.client()) {
            assertThrows(StartError.ShuttingDown.class, () -> client.call("Start", json("{'name':'slow'}")));
        }
    }

    @Test
    void onewayCallsAreDoneAndNotAnswered() throws Exception {
        try (ControlClient client = server.client()) {
            client.oneway("Start", json("{'name':'slow'}"));
            client.oneway("Start", json("{'name':'nothing'}"));
            client.oneway("NoSuchMethod", new JsonObject());
            // The next reply is that of the next call that wants one.
            assertEquals(services.list(), client.list());
            assertEquals("start slow by control socket", services.asked.getFirst());
        }
    }

    @Test
    void reloadWithoutNamesIsTheConfigurations() throws Exception {
        Problem problem = Problem.error(new Location(Path.of("/etc/x.toml"), 3, 7), "unknown key");
        services.reloaded = new ReloadReport(List.of("a"), List.of("b"), List.of("c"), List.of(problem));
        try (ControlClient client = server.client()) {
            JsonObject reply = client.call("Reload", new JsonObject());
            assertEquals(
                    json("{'added':['a'],'changed':['b'],'removed':['c'],'problems':[{'file':'/etc/x.toml','line':3,"
                            + "'column':7,'severity':'error','message':'unknown key'}],'results':null,'also':null}"),
                    reply);
            client.call("Reload", json("{'name':'nginx'}"));
            assertEquals(List.of("reload configuration", "reload nginx by control socket"), services.asked);
        }
    }

    @Test
    void shutdownPowersOffUnlessToldOtherwise() throws Exception {
        try (ControlClient client = server.client()) {
            client.call("Shutdown", new JsonObject());
            client.call("Shutdown", json("{'kind':'reboot','force':true}"));
            assertEquals(List.of("shutdown poweroff", "shutdown reboot by force"), services.asked);
            assertThrows(StartError.InvalidArgument.class, () -> client.call("Shutdown", json("{'kind':'explode'}")));
        }
    }

    @Test
    void whatIsNoNameNoMethodOrNoParameterIsNamed() throws Exception {
        String start = "org.sideros.Start.Start";
        try (RawClient client = server.raw()) {
            for (String name : List.of("../etc", "a/b", "..", "a@", ".hidden", "-x", "", "a\\u0000b", "a b", "ä")) {
                client.call(start, "{\"name\":\"" + name + "\"}");
                assertInvalid("name", client);
            }
            client.call(start, "{\"name\":\"" + "a".repeat(129) + "\"}");
            assertInvalid("name", client);
            client.call(start, "{\"names\":[\"ok\",\"/\"]}");
            assertInvalid("names", client);
            client.call(start, "{}");
            assertInvalid("names", client);
            client.call(start, "{\"name\":7}");
            assertInvalid("name", client);
            client.call(start, "{\"names\":\"nginx\"}");
            assertInvalid("names", client);
            client.call(start, "{\"name\":\"nginx\",\"wait\":\"yes\"}");
            assertInvalid("wait", client);
            client.call(start, "{\"name\":\"nginx\",\"timeout_ms\":0}");
            assertInvalid("timeout_ms", client);
            client.call(start, "{\"name\":\"nginx\",\"timeout_ms\":1.5}");
            assertInvalid("timeout_ms", client);
            client.call(start, "{\"name\":\"nginx\",\"no_cascade\":true}");
            assertInvalid("no_cascade", client);
            assertEquals(
                    "org.varlink.service.MethodNotFound",
                    client.call("org.sideros.Start.X", "{}").error());
            assertEquals(
                    "org.varlink.service.InterfaceNotFound",
                    client.call("org.example.X", "{}").error());
            assertEquals(
                    "org.varlink.service.InterfaceNotFound",
                    client.call("List", "{}").error());
            assertEquals(
                    "org.varlink.service.InterfaceNotFound",
                    client.call("org.varlink.service.GetInterfaceDescription", "{\"interface\":\"org.x\"}")
                            .error());
            assertEquals(List.of(), services.asked);
        }
    }

    private static void assertInvalid(String parameter, RawClient client) throws Exception {
        JsonObject reply = client.receive();
        assertEquals(
                json("{'error':'org.varlink.service.InvalidParameter','parameters':{'parameter':'" + parameter + "'}}"),
                reply);
    }

    @Test
    void anUnexpectedFailureEndsItsOwnConnectionOnly() throws Exception {
        try (RawClient victim = server.raw();
                ControlClient other = server.client()) {
            victim.call("org.sideros.Start.Status", "{\"name\":\"broken\"}");
            assertEquals("org.sideros.Start.Refused", victim.error());
            assertTrue(victim.isClosedByServer());
            assertEquals(services.list(), other.list());
        }
    }

    @Test
    void twoHundredClientsAtOnceAreAllServed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> lists = new ArrayList<>();
            IntStream.range(0, 200)
                    .forEach(i -> lists.add(threads.submit(() -> {
                        try (ControlClient client = server.client()) {
                            return client.list().size()
                                    + client.status(List.of("nginx")).size();
                        }
                    })));
            for (Future<Integer> list : lists) {
                assertEquals(services.list().size() + 1, list.get());
            }
        }
        await().atMost(Patience.LONG).until(() -> server.server.connections() == 0);
    }

    @Test
    void theSocketIsRestoredOnlyWhenItIsGone() throws Exception {
        Object inode = Files.getAttribute(server.socket, "unix:ino");
        server.server.restoreSocket();
        assertEquals(inode, Files.getAttribute(server.socket, "unix:ino"));
        try (ControlClient early = server.client()) {
            assertEquals(services.list(), early.list());
            Files.delete(server.socket);
            assertThrows(StartError.NoSupervisor.class, server::client);
            server.server.restoreSocket();
            try (ControlClient late = server.client()) {
                assertEquals(services.list(), late.list());
                assertEquals(services.list(), early.list());
            }
        }
    }

    @Test
    void aSecondSupervisorIsRefused() throws Exception {
        StartError error = assertThrows(StartError.Refused.class, () -> new TestServer(directory, services).close());
        assertTrue(error.getMessage().contains(server.socket.toString()), error.getMessage());
        assertEquals(8, error.exitCode());
        try (ControlClient client = server.client()) {
            assertEquals(services.list(), client.list());
        }
    }

    @Test
    void closingEndsConnectionsAndRemovesTheSocket() throws Exception {
        try (RawClient client = server.raw()) {
            client.call("org.sideros.Start.Ping", "{}").receive();
            server.server.close();
            assertTrue(client.isClosedByServer());
            assertFalse(Files.exists(server.socket));
        }
    }

    @Test
    void onlyOwnerAndGroupReachTheSocket() throws Exception {
        assertEquals(0660, (Integer) Files.getAttribute(server.socket, "unix:mode") & 07777);
        try (var files = Files.list(directory)) {
            assertEquals(List.of(server.socket), files.toList());
        }
    }
}
