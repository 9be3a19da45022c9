package org.sideros.start.control.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sideros.start.error.StartError;

class ErrorsTest {
    static List<StartError> kinds() {
        return List.of(
                new StartError.ServiceNotFound("x"),
                new StartError.AlreadyRunning("x"),
                new StartError.DependencyFailed("x", "y", "y failed, required at x.toml:3"),
                new StartError.ConfigurationInvalid(Path.of("/etc/x.toml"), 3, 7, "no such key"),
                new StartError.ConfigurationInvalid(Path.of("/etc/x.toml"), 0, 0, "empty"),
                new StartError.StartFailed("x", "exec", 2, "exec /x: No such file or directory"),
                new StartError.Timeout("x", Duration.ofMillis(1500)),
                new StartError.NotPermitted("Stop"),
                new StartError.ShuttingDown(),
                new StartError.Refused("because"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anErrorIsTheSameOnTheOtherSide(StartError error) throws Exception {
        Message.Reply reply = Errors.reply(error);
        assertEquals("org.sideros.Start." + error.kind(), reply.error().orElseThrow());
        for (StartError decoded : List.of(
                Errors.decode(reply.error().orElseThrow(), reply.parameters()), Errors.decode(Errors.encode(error)))) {
            assertEquals(error.getClass(), decoded.getClass());
            assertEquals(error.getMessage(), decoded.getMessage());
            assertEquals(error.parameters(), decoded.parameters());
            assertEquals(error.exitCode(), decoded.exitCode());
        }
    }

    @Test
    void varlinksOwnErrorsBecomeOursOnTheClient() throws Exception {
        Message.Reply reply = Errors.reply(new StartError.InvalidArgument("kind", "no such kind"));
        assertEquals(Errors.invalidParameter("kind"), reply);
        StartError argument = Errors.decode(reply.error().orElseThrow(), reply.parameters());
        assertInstanceOf(StartError.InvalidArgument.class, argument);
        assertEquals(2, argument.exitCode());
        for (Message.Reply other : List.of(
                Errors.methodNotFound("a.B"),
                Errors.methodNotImplemented("a.B"),
                Errors.interfaceNotFound("a"),
                Errors.expectedMore())) {
            assertInstanceOf(
                    StartError.Refused.class, Errors.decode(other.error().orElseThrow(), other.parameters()));
        }
    }

    @Test
    void anErrorOfALaterVersionIsNamed() throws Exception {
        for (String name : List.of("org.sideros.Start.Meltdown", "org.varlink.service.New", "com.example.E", "E")) {
            StartError error = Errors.decode(name, new JsonObject());
            assertInstanceOf(StartError.Refused.class, error);
            String kind = name.substring(name.lastIndexOf('.') + 1);
            assertTrue(error.getMessage().contains(kind), error.getMessage());
        }
    }
}
