package org.sideros.start.init;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sideros.start.control.ControlServer;
import org.sideros.start.manager.ServiceManager;
import org.sideros.start.manager.ShutdownKind;
import org.sideros.start.manager.ShutdownRequest;
import org.sideros.start.service.Requester;
import org.sideros.start.service.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What the supervisor does on signals. Handlers run on threads of the JVM's own. */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Takes over the signals; in charge of the system, SIGINT is Ctrl-Alt-Del and SIGPWR a failing power supply. */
    static void install(
            ServiceManager manager,
            Supplier<Optional<ControlServer>> control,
            Consumer<ShutdownRequest> shutdown,
            boolean system) {
        on("TERM", () -> shutdown.accept(request(ShutdownKind.POWEROFF, "SIGTERM")));
        on("INT", () -> shutdown.accept(request(system ? ShutdownKind.REBOOT : ShutdownKind.POWEROFF, "SIGINT")));
        on("PWR", () -> shutdown.accept(request(ShutdownKind.POWEROFF, "SIGPWR")));
        on("HUP", () -> manager.reload(Requester.self("SIGHUP")));
        on("USR1", () -> {
            manager.list().forEach(Signals::log);
            control.get().ifPresent(Signals::restore);
        });
    }

    private static ShutdownRequest request(ShutdownKind kind, String signal) {
        return new ShutdownRequest(kind, false, Requester.self(signal));
    }

    @SuppressWarnings(
            "sunapi") // The JDK has no other way to handle a signal; jdk.unsupported is in the runtime for it.
    private static void on(String name, Runnable action) {
        Signal.handle(new Signal(name), _ -> {
            LOG.info("SIG{}", name);
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("on SIG{}: {}", name, e.toString(), e);
            }
        });
    }

    private static void log(ServiceStatus s) {
        LOG.info(
                "{}: {} ({}){}{}",
                s.name(),
                s.state().word(),
                s.substate(),
                s.pid().isPresent() ? " pid " + s.pid().getAsInt() : "",
                s.statusText().map(t -> ": " + t).orElse(""));
    }

    private static void restore(ControlServer control) {
        try {
            control.restoreSocket();
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
        }
    }
}
