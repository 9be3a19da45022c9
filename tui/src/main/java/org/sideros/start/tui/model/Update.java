package org.sideros.start.tui.model;

import java.util.List;
import java.util.Optional;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** How messages change the model: a pure function. */
public final class Update {
    private Update() {}

    /** A new model, and what is to be done. */
    public record Step(Model model, List<Effect> effects) {
        public Step {
            effects = List.copyOf(effects);
        }

        static Step to(Model model) {
            return new Step(model, List.of());
        }

        static Step to(Model model, Effect effect) {
            return new Step(model, List.of(effect));
        }
    }

    public static Step next(Model model, Msg msg) {
        return switch (msg) {
            case Msg.Pressed pressed -> pressed(model, pressed.key());
            case Msg.Listed listed -> Step.to(listed(model, listed.snapshot()));
            case Msg.Lost lost -> Step.to(model.with(new Connection.Lost(lost.why())));
            case Msg.Answered answered -> Step.to(model.with(model.ui().saying(answered.line())));
            case Msg.Ticked ticked -> Step.to(model.with(ticked.clock()));
            case Msg.Resized size ->
                Step.to(inView(model.with(model.ui().sized(size.columns(), size.rows())), selectedIndex(model)));
        };
    }

    private static Model listed(Model model, Snapshot snapshot) {
        Model listed = model.with(snapshot);
        Optional<Ui.Prompt> prompt = model.ui().prompt();
        if (prompt.isPresent() && snapshot.indexOf(prompt.get().name()) < 0) {
            listed = listed.with(model.ui().answered().saying(prompt.get().name() + ": is gone"));
        }
        int index = model.ui().selected().map(snapshot::indexOf).orElse(-1);
        // The row of a service that is gone goes to the one that moved up into its place.
        return inView(listed, index >= 0 ? index : selectedIndex(model));
    }

    private static Step pressed(Model model, Key key) {
        if (key == Key.Named.INTERRUPT || key == Key.Named.HANG_UP) {
            return Step.to(model, new Effect.Quit());
        }
        if (key == Key.Named.REPAINT) {
            return Step.to(model, new Effect.Repaint());
        }
        Optional<Ui.Prompt> prompt = model.ui().prompt();
        if (prompt.isPresent()) {
            return answer(model, prompt.get(), key);
        }
        Model quiet = model.with(model.ui().quiet());
        return switch (key) {
            case Key.Letter(char letter) -> letter(quiet, letter);
            case Key.Named named -> named(quiet, named);
        };
    }

    /** Only {@code y} is a yes: an Enter too many stops nothing. */
    private static Step answer(Model model, Ui.Prompt prompt, Key key) {
        Model answered = model.with(model.ui().answered());
        if (key.equals(new Key.Letter('y'))) {
            return ask(answered, prompt.verb(), prompt.name());
        }
        boolean no = key == Key.Named.ESCAPE || key.equals(new Key.Letter('n')) || key.equals(new Key.Letter('q'));
        return Step.to(no ? answered : model);
    }

    private static Step letter(Model model, char letter) {
        return switch (letter) {
            case 'j' -> move(model, 1);
            case 'k' -> move(model, -1);
            case 'g' -> moveTo(model, 0);
            case 'G' -> moveTo(model, Integer.MAX_VALUE);
            case 's' -> wish(model, Verb.START);
            case 'x' -> wish(model, Verb.STOP);
            case 'r' -> wish(model, Verb.RESTART);
            case 'q' -> Step.to(model, new Effect.Quit());
            default -> Step.to(model);
        };
    }

    private static Step named(Model model, Key.Named key) {
        return switch (key) {
            case UP -> move(model, -1);
            case DOWN -> move(model, 1);
            case PAGE_UP -> move(model, -model.ui().page());
            case PAGE_DOWN -> move(model, model.ui().page());
            case HOME -> moveTo(model, 0);
            case END -> moveTo(model, Integer.MAX_VALUE);
            case F10, INTERRUPT, HANG_UP -> Step.to(model, new Effect.Quit());
            case REPAINT -> Step.to(model, new Effect.Repaint());
            case ENTER, ESCAPE -> Step.to(model);
        };
    }

    private static Step wish(Model model, Verb verb) {
        Optional<ServiceStatus> selected = model.ui().selected().flatMap(model.snapshot()::service);
        if (selected.isEmpty()) {
            return Step.to(model);
        }
        String name = selected.get().name();
        ServiceState state = selected.get().state();
        if (verb == Verb.START && (state == ServiceState.ACTIVE || state == ServiceState.STARTING)) {
            return Step.to(model.with(model.ui().saying(name + ": already " + running(state))));
        }
        if (verb == Verb.STOP && state == ServiceState.INACTIVE) {
            return Step.to(model.with(model.ui().saying(name + ": not running")));
        }
        List<String> dependents = List.copyOf(model.snapshot().dependents(name));
        if (verb == Verb.STOP || (verb == Verb.RESTART && !dependents.isEmpty())) {
            Optional<String> refusal = refusal(model, verb, name);
            return Step.to(model.with(
                    refusal.isPresent()
                            ? model.ui().saying(refusal.get())
                            : model.ui().asking(new Ui.Prompt(verb, name, dependents))));
        }
        return ask(model, verb, name);
    }

    private static String running(ServiceState state) {
        return state == ServiceState.ACTIVE ? "running" : "starting";
    }

    private static Step ask(Model model, Verb verb, String name) {
        Optional<String> refusal = refusal(model, verb, name);
        return refusal.isPresent()
                ? Step.to(model.with(model.ui().saying(refusal.get())))
                : Step.to(model.with(model.ui().saying(verb.word() + " " + name + " ...")), new Effect.Ask(verb, name));
    }

    /** Why nothing can be asked now. */
    private static Optional<String> refusal(Model model, Verb verb, String name) {
        if (model.stale()) {
            return Optional.of("cannot " + verb.word() + " " + name + ": no answer from the supervisor");
        }
        return model.snapshot().mayChange()
                ? Optional.empty()
                : Optional.of("cannot " + verb.word() + " " + name + ": this user may only look");
    }

    private static Step move(Model model, int by) {
        return moveTo(model, selectedIndex(model) + by);
    }

    private static Step moveTo(Model model, int index) {
        return Step.to(inView(model, index));
    }

    private static int selectedIndex(Model model) {
        return model.ui().selected().map(model.snapshot()::indexOf).orElse(0);
    }

    /** The model with the service at {@code index}, or the nearest there is, selected and in view. */
    private static Model inView(Model model, int index) {
        List<ServiceStatus> services = model.snapshot().services();
        Ui ui = model.ui();
        if (services.isEmpty()) {
            return model.with(ui.selecting(Optional.empty(), 0));
        }
        int row = Math.clamp(index, 0, services.size() - 1);
        int page = Math.max(1, ui.page());
        int top = Math.clamp(ui.top(), Math.max(0, row - page + 1), row);
        int filled = Math.min(top, Math.max(0, services.size() - page));
        return model.with(ui.selecting(Optional.of(services.get(row).name()), filled));
    }
}
