package org.sideros.start.tui.view;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.tui.model.TestServices.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;
import org.sideros.start.tui.model.Key;
import org.sideros.start.tui.model.Model;
import org.sideros.start.tui.model.Msg;
import org.sideros.start.tui.model.TestServices;
import org.sideros.start.tui.model.Update;

/** Verifies the screen against files that show it. */
class ServicesScreenTest {
    private static final ServiceStatus[] SERVICES = {
        service("db-migrate", ServiceType.ONESHOT, ServiceState.FAILED, "failed", 0, 5, "exit code 1, gave up"),
        service("api", ServiceType.NOTIFY, ServiceState.STARTING, "wait-ready", 2231, 1, "", "db"),
        service("db", ServiceType.NOTIFY, ServiceState.ACTIVE, "running", 812, 0, "", "net"),
        service("worker@1", ServiceType.SIMPLE, ServiceState.ACTIVE, "running", 1190, 0, ""),
        service("mailer", ServiceType.SIMPLE, ServiceState.RESTARTING, "backoff", 0, 3, "retry in 4s (exit 75)"),
        service("reports", ServiceType.SIMPLE, ServiceState.STARTING, "waiting-dependencies", 0, 0, "needs api", "api"),
        service("old", ServiceType.SIMPLE, ServiceState.STOPPING, "stop", 99, 0, ""),
        service("debug-shell", ServiceType.SIMPLE, ServiceState.INACTIVE, "dead", 0, 0, ""),
        service("swapon", ServiceType.ONESHOT, ServiceState.INACTIVE, "done", 0, 0, ""),
        service("net", ServiceType.ONESHOT, ServiceState.ACTIVE, "exited", 0, 0, ""),
        service("multi-user.target", ServiceType.TARGET, ServiceState.ACTIVE, "reached", 0, 0, ""),
    };

    private static Model press(Model model, char... letters) {
        for (char letter : letters) {
            model = Update.next(model, new Msg.Pressed(new Key.Letter(letter))).model();
        }
        return model;
    }

    private static void assertLooksLike(String file, Frame frame) throws IOException {
        try (InputStream in = Objects.requireNonNull(ServicesScreenTest.class.getResourceAsStream(file), file)) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), frame.toString());
        }
    }

    @Test
    void showsEveryState() throws IOException {
        Model model = press(TestServices.model(80, 24, SERVICES), 'j', 'j');
        assertLooksLike("services-80x24.txt", ServicesScreen.render(model, 80, 24));
    }

    @Test
    void asksBeforeItStops() throws IOException {
        Model model = press(TestServices.model(80, 24, SERVICES), 'j', 'j', 'x');
        assertLooksLike("stop-80x24.txt", ServicesScreen.render(model, 80, 24));
    }

    @Test
    void isStaleWhenTheSupervisorIsGone() {
        Model model = TestServices.model(80, 24, SERVICES);
        model = Update.next(model, new Msg.Lost("gone")).model();
        model = Update.next(model, new Msg.Ticked(TestServices.after(Duration.ofSeconds(12))))
                .model();
        String header = ServicesScreen.render(model, 80, 24).line(0);
        assertTrue(header.endsWith("STALE 12s, retrying"), header);
        assertFalse(header.contains("LIVE"), header);
    }

    @Test
    void colourTellsTheStateAndReverseTheSelection() {
        Frame frame = ServicesScreen.render(TestServices.model(80, 24, SERVICES), 80, 24);
        assertEquals(Style.SELECTED, frame.style(0, 2));
        assertEquals(Style.SELECTED, frame.style(79, 2));
        assertEquals(Style.BUSY, frame.style(1, 3));
        assertEquals(Style.PLAIN, frame.style(3, 3));
    }

    @Test
    void printsAllServicesWithoutCutting() {
        ServiceStatus[] many = new ServiceStatus[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = service(
                    "s" + i, ServiceType.SIMPLE, ServiceState.FAILED, "failed", 0, 0, "because ".repeat(15) + "end");
        }
        String text = ServicesScreen.print(TestServices.model(80, 24, many), 0).toString();
        assertEquals(102, text.lines().count());
        assertEquals(
                100, text.lines().filter(line -> line.endsWith("because end")).count());
    }

    @Test
    void fitsEverySize() {
        Model model = TestServices.model(80, 24, SERVICES);
        for (int columns = 0; columns < 130; columns++) {
            for (int rows = 0; rows < 12; rows++) {
                Model sized = Update.next(model, new Msg.Resized(columns, rows)).model();
                int width = columns;
                int height = rows;
                Frame frame = assertDoesNotThrow(() -> ServicesScreen.render(sized, width, height));
                assertEquals(rows, frame.rows());
            }
        }
    }

    @Test
    void hostileTextIsHarmless() {
        ServiceStatus hostile = service(
                "x",
                ServiceType.SIMPLE,
                ServiceState.FAILED,
                "failed",
                0,
                0,
                "a\u001b[2Jb\u0007\u009b31mc\u202ed\ne\0f");
        String text =
                ServicesScreen.print(TestServices.model(80, 24, hostile), 0).toString();
        assertTrue(text.contains("ab31mcd ef"), text);
        assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), text);
    }
}
