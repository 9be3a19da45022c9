package org.sideros.start.tui.view;

import org.sideros.start.config.ServiceType;
import org.sideros.start.service.ServiceStatus;

/** A service's state as the console shows it: with a mark that is the same on every terminal, a word and a style. */
enum Standing {
    FAILED('!', "FAILED", Style.BAD),
    STARTING('>', "starting", Style.BUSY),
    WAITING('.', "waiting", Style.BUSY),
    STOPPING('<', "stopping", Style.BUSY),
    BACKOFF('*', "backoff", Style.WARNING),
    READY('+', "ready", Style.GOOD),
    RUNNING('~', "running", Style.PLAIN),
    DONE('=', "done", Style.ACCENT),
    STOPPED('-', "stopped", Style.PLAIN),
    DISABLED('x', "disabled", Style.PLAIN);

    private final char mark;
    private final String word;
    private final Style style;

    Standing(char mark, String word, Style style) {
        this.mark = mark;
        this.word = word;
        this.style = style;
    }

    static Standing of(ServiceStatus service) {
        return switch (service.state()) {
            case FAILED -> FAILED;
            case STARTING -> service.substate().equals("waiting-dependencies") ? WAITING : STARTING;
            case STOPPING -> STOPPING;
            case RESTARTING -> BACKOFF;
            case ACTIVE ->
                switch (service.substate()) {
                    case "exited" -> DONE;
                    case "reached" -> READY;
                    default -> service.type() == ServiceType.NOTIFY ? READY : RUNNING;
                };
            case INACTIVE -> {
                if (service.substate().equals("done")) {
                    yield DONE;
                }
                yield service.enabled() ? STOPPED : DISABLED;
            }
        };
    }

    char mark() {
        return mark;
    }

    String word() {
        return word;
    }

    Style style() {
        return style;
    }
}
