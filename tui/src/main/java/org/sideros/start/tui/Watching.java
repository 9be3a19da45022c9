package org.sideros.start.tui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sideros.start.error.StartError;
import org.sideros.start.tui.model.Clock;
import org.sideros.start.tui.model.Effect;
import org.sideros.start.tui.model.Model;
import org.sideros.start.tui.model.Msg;
import org.sideros.start.tui.model.Update;
import org.sideros.start.tui.tty.Tty;
import org.sideros.start.tui.view.Frame;
import org.sideros.start.tui.view.ServicesScreen;

/**
 * The interactive console: one queue of messages, and one thread that takes them, updates the model, carries out the
 * effects and paints.
 */
final class Watching {
    private static final long TICK_MILLIS = 1000;

    private final Path socket;
    private final BlockingQueue<Msg> messages = new LinkedBlockingQueue<>();
    private final Feed feed;
    private Model model;
    private boolean ended;
    private boolean repaint;

    /** What a thread of ours died of: a defect, and the end of the console. */
    private volatile @Nullable Throwable defect;

    Watching(Path socket, Model first) {
        this.socket = socket;
        this.model = first;
        this.feed = new Feed(socket, messages::add);
    }

    void run(boolean colour) {
        try (Tty tty = Tty.open(colour, messages::add, this::died)) {
            Thread reader = thread("feed").start(feed);
            try {
                loop(tty);
            } finally {
                reader.interrupt();
            }
        } catch (IOException e) {
            throw new StartError.Refused("the terminal: " + e.getMessage());
        }
    }

    private void loop(Tty tty) throws IOException {
        while (!ended) {
            Msg msg = take();
            if (defect != null) {
                throw new IllegalStateException("a thread of the console died", defect);
            }
            apply(new Msg.Ticked(Clock.now()));
            // All that came meanwhile makes one frame.
            while (msg != null) {
                apply(msg);
                msg = messages.poll();
            }
            Frame frame = ServicesScreen.render(
                    model, model.ui().columns(), model.ui().rows());
            if (repaint) {
                tty.repaint(frame);
            } else {
                tty.paint(frame);
            }
            repaint = false;
        }
    }

    private @Nullable Msg take() {
        try {
            return messages.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            ended = true;
            return null;
        }
    }

    private void apply(Msg msg) {
        Update.Step step = Update.next(model, msg);
        model = step.model();
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Ask ask -> ask(ask);
                case Effect.Repaint _ -> repaint = true;
                case Effect.Quit _ -> ended = true;
            }
        }
    }

    /** On a connection of its own, because the reply waits for the job. */
    private void ask(Effect.Ask ask) {
        thread(ask.verb().word()).start(() -> {
            String line;
            try (Supervisor supervisor = Supervisor.connect(socket)) {
                line = supervisor.ask(ask.verb(), ask.name());
            } catch (StartError e) {
                line = String.valueOf(e.getMessage());
            }
            messages.add(new Msg.Answered(line));
            feed.hurry();
        });
    }

    private Thread.Builder thread(String name) {
        return Thread.ofVirtual().name(name).uncaughtExceptionHandler(this::died);
    }

    private void died(Thread thread, Throwable why) {
        defect = why;
        messages.add(new Msg.Lost(why.toString()));
    }
}
