package org.sideros.start.tui.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sideros.start.service.ServiceStatus;
import org.sideros.start.tui.model.Model;
import org.sideros.start.tui.model.Snapshot;
import org.sideros.start.tui.model.Ui;

/** The screen with one row a service. */
public final class ServicesScreen {
    private static final int LEAST_WIDTH = 80;
    private static final int MOST_WIDTH = 240;

    /** Names are in full as long as the other columns and some words of the note have room. */
    private static final int LEAST_NAME = 15;

    private static final int REST_WIDTH = 58;

    private static final int MARK = 1;
    private static final int NAME = 3;
    private static final int STATE_WIDTH = 8;
    private static final int PID_WIDTH = 7;
    private static final int SINCE_WIDTH = 6;
    private static final int RESTARTS_WIDTH = 4;

    private static final String HINTS = " s start  x stop  r restart  j k g G move  q quit";

    private final Model model;
    private final Frame frame;
    private final int stateAt;

    private ServicesScreen(Model model, Frame frame) {
        this.model = model;
        this.frame = frame;
        this.stateAt = stateAt(model.snapshot().services(), frame.columns());
    }

    /** The screen, for a terminal. */
    public static Frame render(Model model, int columns, int rows) {
        ServicesScreen screen = new ServicesScreen(model, new Frame(columns, rows));
        Ui ui = model.ui();
        screen.header();
        screen.titles();
        List<ServiceStatus> services = model.snapshot().services();
        int page = Math.max(0, rows - 4);
        for (int i = 0; i < page && ui.top() + i < services.size(); i++) {
            ServiceStatus service = services.get(ui.top() + i);
            boolean selected = ui.selected().filter(service.name()::equals).isPresent();
            screen.service(2 + i, service, selected);
        }
        screen.message(rows - 2);
        screen.frame.text(0, rows - 1, columns, HINTS, Style.PLAIN);
        return screen.frame;
    }

    /** All services, for paper: no selection, no hints. {@code columns} is 0 for as many as it takes. */
    public static Frame print(Model model, int columns) {
        List<ServiceStatus> services = model.snapshot().services();
        int width = columns > 0 ? columns : width(services);
        ServicesScreen screen = new ServicesScreen(model, new Frame(width, 2 + services.size()));
        screen.header();
        screen.titles();
        for (int i = 0; i < services.size(); i++) {
            screen.service(2 + i, services.get(i), false);
        }
        return screen.frame;
    }

    private static int width(List<ServiceStatus> services) {
        int longest = services.stream()
                .mapToInt(service -> Sanitizer.line(note(service)).length())
                .max()
                .orElse(0);
        return Math.clamp((long) noteAt(stateAt(services, MOST_WIDTH)) + longest, LEAST_WIDTH, MOST_WIDTH);
    }

    private static int stateAt(List<ServiceStatus> services, int columns) {
        int longest = services.stream()
                .mapToInt(service -> service.name().length())
                .max()
                .orElse(0);
        // A bracket and a space come behind the name.
        return NAME + Math.clamp(longest, LEAST_NAME, Math.max(LEAST_NAME, columns - REST_WIDTH)) + 2;
    }

    private static int noteAt(int stateAt) {
        return stateAt + STATE_WIDTH + PID_WIDTH + SINCE_WIDTH + 1 + RESTARTS_WIDTH + 1;
    }

    private void header() {
        Snapshot snapshot = model.snapshot();
        int at = frame.text(1, 0, frame.columns(), "start top  ", Style.TITLE);
        at = frame.text(at, 0, frame.columns(), model.host(), Style.TITLE);
        at = frame.text(at, 0, frame.columns(), "  up " + Age.of(model.uptime()), Style.PLAIN);
        at = frame.text(at, 0, frame.columns(), "  " + snapshot.services().size() + " svc ", Style.PLAIN);
        at = count(at, '+', Style.GOOD, Standing.READY, Standing.RUNNING, Standing.DONE);
        at = count(at, '>', Style.BUSY, Standing.STARTING, Standing.WAITING, Standing.STOPPING, Standing.BACKOFF);
        at = count(at, '!', Style.BAD, Standing.FAILED);
        count(at, '-', Style.PLAIN, Standing.STOPPED, Standing.DISABLED);
        if (model.stale()) {
            frame.textBefore(frame.columns() - 1, 0, "  STALE " + Age.of(model.age()) + ", retrying", Style.BAD);
        } else {
            frame.textBefore(frame.columns() - 1, 0, "  LIVE", Style.GOOD);
        }
    }

    private int count(int at, char mark, Style style, Standing... standings) {
        List<Standing> counted = List.of(standings);
        long count = model.snapshot().services().stream()
                .map(Standing::of)
                .filter(counted::contains)
                .count();
        return count == 0 ? at : frame.text(at + 1, 0, frame.columns(), "" + count + mark, style);
    }

    private void titles() {
        frame.text(NAME, 1, frame.columns(), "NAME", Style.TITLE);
        frame.text(stateAt, 1, frame.columns(), "STATE", Style.TITLE);
        figures(1, "PID", "SINCE", "RST", Style.TITLE);
        frame.text(noteAt(stateAt), 1, frame.columns(), "NOTE", Style.TITLE);
    }

    private void service(int row, ServiceStatus service, boolean selected) {
        Standing standing = Standing.of(service);
        Style plain = selected ? Style.SELECTED : Style.PLAIN;
        Style coloured = selected ? Style.SELECTED : standing.style();
        frame.style(row, plain);
        if (selected) {
            frame.text(0, row, 1, "[", plain);
            frame.text(stateAt - 2, row, 1, "]", plain);
        }
        frame.text(MARK, row, 1, "" + standing.mark(), coloured);
        frame.text(NAME, row, stateAt - 2 - NAME, service.name(), plain);
        frame.text(stateAt, row, STATE_WIDTH, standing.word(), coloured);
        figures(
                row,
                service.pid().isPresent() ? "" + service.pid().getAsInt() : "-",
                Age.of(Duration.between(service.since(), model.clock().wall())),
                "" + service.restartsTotal(),
                plain);
        frame.text(noteAt(stateAt), row, frame.columns(), note(service), plain);
    }

    private void figures(int row, String pid, String since, String restarts, Style style) {
        int at = stateAt + STATE_WIDTH;
        at = figure(at, PID_WIDTH, row, pid, style);
        at = figure(at, SINCE_WIDTH + 1, row, since, style);
        figure(at, RESTARTS_WIDTH, row, restarts, style);
    }

    private int figure(int at, int width, int row, String text, Style style) {
        // A narrow terminal shows the columns that fit, from the left, and none by half.
        if (at + width <= frame.columns()) {
            frame.textBefore(at + width, row, text, style);
        }
        return at + width;
    }

    private void message(int row) {
        Optional<Ui.Prompt> prompt = model.ui().prompt();
        if (row < 2) {
            return;
        }
        if (prompt.isPresent()) {
            frame.text(1, row, frame.columns(), question(prompt.get()), Style.WARNING);
        } else {
            model.ui().toast().ifPresent(toast -> frame.text(1, row, frame.columns() - 1, toast, Style.PLAIN));
        }
    }

    /** The keys come first: names may be many. */
    private static String question(Ui.Prompt prompt) {
        String question = prompt.verb().word() + " " + prompt.name() + "? y/n";
        return prompt.dependents().isEmpty()
                ? question
                : question + "  also, before it: " + String.join(", ", prompt.dependents());
    }

    private static String note(ServiceStatus service) {
        if (service.statusText().isPresent()) {
            return service.statusText().get();
        }
        if (service.orphaned()) {
            return "its file is gone";
        }
        return service.stale() ? "changed on disk" : "";
    }
}
