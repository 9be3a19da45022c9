package org.sideros.start.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.OtherUser;

/** Real connections of other users, told apart by the kernel. */
class OtherUsersTest {
    private static final int SOMEBODY = 31_337;
    private static final int CONTROL_GROUP = 31_338;
    private static final String START = "org.sideros.Start.Start";

    private final FakeServices services = new FakeServices("nginx");
    private TestServer server;

    @BeforeEach
    void serve(@TempDir Path directory) throws Exception {
        assumeTrue(Kernel.effectiveUser() == 0, "needs root to become somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new TestServer(directory, services, ControlLimits.DEFAULT, OptionalInt.of(CONTROL_GROUP));
        server.raw().close();
    }

    @AfterEach
    void end() {
        if (server != null) {
            server.close();
        }
    }

    private RawClient connect(int... groups) throws Exception {
        return OtherUser.run(SOMEBODY, SOMEBODY, groups, server::raw);
    }

    @Test
    void membersOfTheControlGroupMayChange() throws Exception {
        try (RawClient member = connect(4, CONTROL_GROUP)) {
            assertTrue(member.call(START, "{\"name\":\"nginx\"}").receive().has("parameters"));
            assertEquals(List.of("start nginx by control socket"), services.asked);
        }
    }

    @Test
    void othersCannotConnectAndLearnWhatToDo() throws Exception {
        server.client().close();
        Optional<StartError> warm = Optional.of(new StartError.NotPermitted("x"));
        Optional<StartError> error = OtherUser.run(SOMEBODY, SOMEBODY, new int[] {4}, () -> {
            try {
                server.client().close();
                return Optional.empty();
            } catch (StartError e) {
                return Optional.of(e);
            }
        });
        assertEquals(warm.map(StartError::kind), error.map(StartError::kind));
        String message = error.map(StartError::getMessage).orElseThrow();
        assertTrue(message.startsWith("connect to " + server.socket + ": not permitted: "), message);
        assertEquals(7, error.orElseThrow().exitCode());
    }

    @Test
    void othersMayLookWhereTheAdministratorLetsThemConnect() throws Exception {
        Files.setPosixFilePermissions(server.socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (RawClient other = connect(4)) {
            JsonObject list = other.call("org.sideros.Start.List", "{}").receive();
            assertEquals(
                    1,
                    list.getAsJsonObject("parameters")
                            .getAsJsonArray("services")
                            .size());
            JsonObject refusal = other.call(START, "{\"name\":\"nginx\"}").receive();
            assertEquals("org.sideros.Start.NotPermitted", refusal.get("error").getAsString());
            assertEquals(
                    "Start", refusal.getAsJsonObject("parameters").get("method").getAsString());
            assertEquals(List.of(), services.asked);
        }
    }
}
