package org.sideros.start.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.Location;
import org.sideros.start.config.Problem;
import org.sideros.start.control.protocol.Errors;
import org.sideros.start.control.protocol.Json;
import org.sideros.start.control.protocol.Message;
import org.sideros.start.error.StartError;
import org.sideros.start.manager.ReloadReport;

/** Holds the interface descriptions and the server together, both ways. */
class InterfaceTest {
    private final FakeServices services =
            new FakeServices("nginx", "postgres", FakeServices.SLOW, FakeServices.FAILING);

    @Test
    void everyMethodAndParameterDescribedIsServedAndNoOther() {
        Map<String, Set<String>> served = new LinkedHashMap<>();
        Methods.of(services, new SupervisorInfo("1", 0))
                .forEach((name, method) -> served.put(name, method.parameters()));
        Map<String, Set<String>> described = new LinkedHashMap<>();
        for (String name : Interfaces.NAMES) {
            Varlink text = new Varlink(Interfaces.text(name));
            assertEquals(name, text.name);
            text.methods.forEach((member, method) ->
                    described.put(name + "." + member, method.in().fields().keySet()));
        }
        assertEquals(described, served);
    }

    @Test
    void everyErrorDescribedIsAKindAndNoOther() {
        Varlink text = new Varlink(Interfaces.text(Errors.INTERFACE));
        Set<String> kinds = new LinkedHashSet<>();
        for (Class<?> kind : StartError.class.getPermittedSubclasses()) {
            kinds.add(kind.getSimpleName());
        }
        // The client's own, and Varlink's InvalidParameter.
        kinds.removeAll(Set.of("NoSupervisor", "InvalidArgument"));
        assertEquals(kinds, text.errors.keySet());
        for (StartError error : List.of(
                new StartError.ServiceNotFound("x"),
                new StartError.AlreadyRunning("x"),
                new StartError.DependencyFailed("x", "y", "y failed"),
                new StartError.ConfigurationInvalid(Path.of("/etc/x.toml"), 3, 7, "no such key"),
                new StartError.StartFailed("x", "exec", 2, "exec /x: No such file or directory"),
                new StartError.Timeout("x", Duration.ofMillis(1500)),
                new StartError.NotPermitted("Stop"),
                new StartError.ShuttingDown(),
                new StartError.Refused("because"))) {
            kinds.remove(error.kind());
            Varlink.Struct type = Objects.requireNonNull(text.errors.get(error.kind()));
            assertEquals(List.of(), text.findings(Errors.reply(error).parameters(), type), error.kind());
        }
        assertEquals(Set.of(), kinds, "kinds this test makes none of");
    }

    @Test
    void varlinksOwnErrorsAreDescribed() {
        Varlink text = new Varlink(Interfaces.text(Errors.VARLINK));
        for (Message.Reply reply : List.of(
                Errors.methodNotFound("x"),
                Errors.methodNotImplemented("x"),
                Errors.interfaceNotFound("x"),
                Errors.invalidParameter("x"),
                Errors.expectedMore())) {
            String member = reply.error().orElseThrow().substring(Errors.VARLINK.length() + 1);
            Varlink.Struct type = Objects.requireNonNull(text.errors.get(member), member);
            assertEquals(List.of(), text.findings(reply.parameters(), type), member);
        }
    }

    @Test
    void repliesOfALiveServerAreAsDescribed(@TempDir Path directory) throws Exception {
        Problem problem = Problem.warning(new Location(Path.of("/etc/x.toml"), 3, 7), "unknown");
        services.reloaded = new ReloadReport(List.of("a"), List.of("b"), List.of("c"), List.of(problem));
        Set<String> tried = new LinkedHashSet<>();
        try (TestServer server = new TestServer(directory, services);
                RawClient client = server.raw()) {
            for (String call : List.of(
                    "org.varlink.service.GetInfo {}",
                    "org.varlink.service.GetInterfaceDescription {'interface':'org.sideros.Start'}",
                    "org.sideros.Start.Ping {}",
                    "org.sideros.Start.List {}",
                    "org.sideros.Start.Start {'name':'nginx'}",
                    "org.sideros.Start.Start {'names':['nginx','failing']}",
                    "org.sideros.Start.Start {'name':'slow','wait':false}",
                    "org.sideros.Start.Status {'name':'nginx','names':['p*']}",
                    "org.sideros.Start.Stop {'names':['*[!gw]'],'no_cascade':true,'timeout_ms':1000}",
                    "org.sideros.Start.Restart {'name':'nginx','names':null}",
                    "org.sideros.Start.Reload {}",
                    "org.sideros.Start.Reload {'name':'nginx'}",
                    "org.sideros.Start.Shutdown {'kind':'halt'}")) {
                String method = call.substring(0, call.indexOf(' '));
                String parameters = call.substring(call.indexOf(' ') + 1).replace('\'', '"');
                int dot = method.lastIndexOf('.');
                Varlink text = new Varlink(Interfaces.text(method.substring(0, dot)));
                Varlink.Method type = Objects.requireNonNull(text.methods.get(method.substring(dot + 1)), method);
                JsonObject reply = client.call(method, parameters).receive();
                assertFalse(reply.has("error"), call + ": " + reply);
                assertEquals(List.of(), text.findings(reply.get("parameters"), type.out()), call);
                tried.add(method);
            }
        }
        assertEquals(Methods.of(services, new SupervisorInfo("1", 0)).keySet(), tried);
    }

    @Test
    void descriptionsAreTheFiles(@TempDir Path directory) throws Exception {
        try (TestServer server = new TestServer(directory, services);
                RawClient client = server.raw()) {
            for (String name : Interfaces.NAMES) {
                JsonObject reply = client.call(
                                "org.varlink.service.GetInterfaceDescription", "{\"interface\":\"" + name + "\"}")
                        .receive();
                assertEquals(
                        Interfaces.text(name),
                        reply.getAsJsonObject("parameters").get("description").getAsString());
            }
        }
    }

    @Test
    void theCheckItselfFindsWhatIsWrong() throws Exception {
        Varlink text = new Varlink("interface a.b\ntype T (a: ?int, b: []string, c: (x, y))\nmethod M(t: T) -> ()");
        Varlink.Type type = Objects.requireNonNull(text.types.get("T"));
        assertEquals(List.of(), text.findings(json("{'a':null,'b':['x'],'c':'y'}"), type));
        for (String wrong : List.of(
                "{'b':[],'c':'x'}",
                "{'a':1,'b':[],'c':'x','d':1}",
                "{'a':1.5,'b':[],'c':'x'}",
                "{'a':1,'b':[1],'c':'x'}",
                "{'a':1,'b':null,'c':'x'}",
                "{'a':1,'b':[],'c':'z'}")) {
            assertEquals(1, text.findings(json(wrong), type).size(), wrong);
        }
        assertThrows(IllegalArgumentException.class, () -> new Varlink("interface a.b\nmethod m() -> ()"));
        assertThrows(IllegalArgumentException.class, () -> new Varlink("interface a.b\ntype T (a_: int)"));
    }

    private static JsonObject json(String text) throws Exception {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 100);
    }
}
