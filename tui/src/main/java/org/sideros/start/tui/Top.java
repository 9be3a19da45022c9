package org.sideros.start.tui;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sideros.start.error.StartError;
import org.sideros.start.tui.model.Connection;
import org.sideros.start.tui.model.Model;
import org.sideros.start.tui.model.Snapshot;
import org.sideros.start.tui.model.Ui;
import org.sideros.start.tui.tty.Tty;
import org.sideros.start.tui.view.ServicesScreen;

/** {@code start top}: shows what the supervisor at a socket does. */
public final class Top {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Path socket;

    public Top(Path socket) {
        this.socket = socket;
    }

    /**
     * Prints how things are.
     *
     * @param columns to cut lines at, 0 for as many as they have
     * @throws StartError.NoSupervisor when nobody answers
     */
    public void print(PrintWriter out, int columns) {
        out.print(ServicesScreen.print(model(), columns));
    }

    /** Whether standard input and output are a terminal to be interactive on. */
    public static boolean canWatch() {
        return Tty.isThere();
    }

    /** The columns of the terminal on standard output, 0 when nobody knows. */
    public static int columns() {
        return Tty.columns();
    }

    /**
     * Shows it on the terminal until the user quits.
     *
     * @throws StartError.NoSupervisor when nobody answers at first; one that goes away later is waited for
     */
    public void watch(boolean colour) {
        new Watching(socket, model()).run(colour);
    }

    private Model model() {
        try (Supervisor supervisor = Supervisor.connect(socket)) {
            Snapshot snapshot = supervisor.snapshot();
            return new Model(host(), snapshot.taken(), snapshot, new Connection.Live(), Ui.of(0, 0));
        }
    }

    private static String host() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
