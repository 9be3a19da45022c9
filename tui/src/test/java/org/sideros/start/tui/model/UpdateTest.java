package org.sideros.start.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sideros.start.service.ServiceState.ACTIVE;
import static org.sideros.start.service.ServiceState.FAILED;
import static org.sideros.start.service.ServiceState.INACTIVE;
import static org.sideros.start.tui.model.TestServices.model;
import static org.sideros.start.tui.model.TestServices.service;
import static org.sideros.start.tui.model.TestServices.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sideros.start.service.ServiceStatus;

class UpdateTest {
    private Model model = model(
            80,
            24,
            service("api", ACTIVE, "running", "db"),
            service("db", ACTIVE, "running"),
            service("web", INACTIVE, "dead"));

    private final List<Effect> effects = new ArrayList<>();

    private void happens(Msg... messages) {
        for (Msg msg : messages) {
            Update.Step step = Update.next(model, msg);
            model = step.model();
            effects.addAll(step.effects());
        }
    }

    private void types(String letters) {
        letters.chars().forEach(c -> happens(new Msg.Pressed(new Key.Letter((char) c))));
    }

    private void presses(Key.Named... keys) {
        for (Key key : keys) {
            happens(new Msg.Pressed(key));
        }
    }

    private String selected() {
        return model.ui().selected().orElse("nothing");
    }

    private String said() {
        return model.ui().toast().orElse("nothing");
    }

    @Test
    void firstServiceIsSelectedAtFirst() {
        assertEquals("api", selected());
    }

    @Test
    void movesWithinTheRows() {
        presses(Key.Named.DOWN);
        assertEquals("db", selected());
        types("jjj");
        assertEquals("web", selected());
        presses(Key.Named.UP);
        types("kkk");
        assertEquals("api", selected());
        types("G");
        assertEquals("web", selected());
        presses(Key.Named.HOME);
        assertEquals("api", selected());
    }

    @Test
    void selectionStaysOnTheServiceWhenRowsChange() {
        types("j");
        happens(new Msg.Listed(snapshot(
                service("aaa", ACTIVE, "running"),
                service("db", ACTIVE, "running"),
                service("zzz", FAILED, "failed"))));
        assertEquals("db", selected());
        assertEquals(
                List.of("zzz", "aaa", "db"),
                model.snapshot().services().stream().map(ServiceStatus::name).toList());
    }

    @Test
    void selectionGoesToTheNextRowWhenTheServiceIsGone() {
        types("j");
        happens(new Msg.Listed(snapshot(service("api", ACTIVE, "running"), service("web", INACTIVE, "dead"))));
        assertEquals("web", selected());
        happens(new Msg.Listed(snapshot()));
        assertEquals("nothing", selected());
        happens(new Msg.Listed(snapshot(service("new", ACTIVE, "running"))));
        assertEquals("new", selected());
    }

    @Test
    void selectionIsInViewAtAnySize() {
        ServiceStatus[] many = new ServiceStatus[50];
        for (int i = 0; i < many.length; i++) {
            many[i] = service("s%02d".formatted(i), ACTIVE, "running");
        }
        happens(new Msg.Listed(snapshot(many)));
        types("G");
        assertEquals("s49", selected());
        assertEquals(30, model.ui().top());
        happens(new Msg.Resized(80, 14));
        assertEquals(40, model.ui().top());
        happens(new Msg.Resized(80, 0), new Msg.Resized(80, 100));
        assertEquals(0, model.ui().top());
        assertEquals("s49", selected());
    }

    @Test
    void stopsOnlyAfterYes() {
        types("jx");
        assertEquals(
                Optional.of(new Ui.Prompt(Verb.STOP, "db", List.of("api"))),
                model.ui().prompt());
        presses(Key.Named.ENTER);
        types("s");
        assertTrue(model.ui().prompt().isPresent());
        types("n");
        assertTrue(model.ui().prompt().isEmpty());
        assertEquals(List.of(), effects);
        types("xy");
        assertEquals(List.of(new Effect.Ask(Verb.STOP, "db")), effects);
        assertTrue(model.ui().prompt().isEmpty());
    }

    @Test
    void restartsAtOnceWhatNobodyNeeds() {
        types("r");
        assertEquals(List.of(new Effect.Ask(Verb.RESTART, "api")), effects);
        types("jr");
        assertEquals(1, effects.size());
        assertTrue(model.ui().prompt().isPresent());
    }

    @Test
    void saysSoInsteadOfDoingWhatIsDone() {
        types("s");
        assertEquals("api: already running", said());
        types("Gx");
        assertEquals("web: not running", said());
        assertEquals(List.of(), effects);
        types("s");
        assertEquals(List.of(new Effect.Ask(Verb.START, "web")), effects);
    }

    @Test
    void asksNothingOfASupervisorThatIsGone() {
        types("x");
        happens(new Msg.Lost("it closed the connection"));
        types("yGs");
        assertEquals(List.of(), effects);
        assertTrue(said().contains("no answer"), said());
        assertTrue(model.stale());
        happens(new Msg.Listed(snapshot(service("web", INACTIVE, "dead"))));
        assertFalse(model.stale());
    }

    @Test
    void supervisorThatSaysNothingIsStale() {
        happens(new Msg.Ticked(TestServices.after(Duration.ofSeconds(2))));
        assertFalse(model.stale());
        happens(new Msg.Ticked(TestServices.after(Duration.ofSeconds(4))));
        assertTrue(model.stale());
    }

    @Test
    void whoMayOnlyLookAsksNothing() {
        Snapshot readOnly = new Snapshot(
                model.clock(), Duration.ZERO, false, model.snapshot().services());
        happens(new Msg.Listed(readOnly));
        types("xyrGs");
        assertEquals(List.of(), effects);
        assertTrue(said().contains("may only look"), said());
    }

    @Test
    void quitDoesNothingElse() {
        types("q");
        types("x");
        presses(Key.Named.INTERRUPT);
        assertEquals(List.of(new Effect.Quit(), new Effect.Quit()), effects);
    }

    @Test
    void promptGoesWithItsService() {
        types("x");
        happens(new Msg.Listed(snapshot(service("web", INACTIVE, "dead"))));
        assertTrue(model.ui().prompt().isEmpty());
        assertEquals("api: is gone", said());
    }
}
