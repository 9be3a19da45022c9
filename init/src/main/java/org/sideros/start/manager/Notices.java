package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.Durations;
import org.sideros.start.config.Readiness;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.Fd;
import org.sideros.start.os.PosixException;
import org.sideros.start.process.PassedDescriptor;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.readiness.FdStore;
import org.sideros.start.readiness.NotifyMessage;
import org.sideros.start.readiness.NotifySocket;
import org.sideros.start.service.Event;
import org.sideros.start.service.Life;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the processes of one service say by sd_notify(3), and who of them is listened to. Used by the service's thread. */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int OURSELVES = -1;
    private static final int STORED_AT_MOST = 512;

    private final String name;
    private final Machine machine;
    private final ServiceProcesses processes;
    private final ProcessListener listener;
    private final Consumer<Mail> mailbox;
    private @Nullable NotifySocket socket;
    private FdStore store;

    Notices(
            String name,
            Machine machine,
            ServiceProcesses processes,
            ProcessListener listener,
            Consumer<Mail> mailbox) {
        this.name = name;
        this.machine = machine;
        this.processes = processes;
        this.listener = listener;
        this.mailbox = mailbox;
        this.store = new FdStore(name, machine.loop(), STORED_AT_MOST);
    }

    /** Listens, if the definition gives the service anything to say. */
    void open(ServiceConfig config) throws PosixException {
        close();
        if (isWanted(config)) {
            String address = config.notifySocket()
                    .orElseGet(() -> machine.global()
                            .runtimeDir()
                            .resolve("notify/" + name)
                            .toString());
            socket = NotifySocket.open(machine.loop(), address, OURSELVES, m -> mailbox.accept(new Mail.Notified(m)));
        }
    }

    private static boolean isWanted(ServiceConfig config) {
        return awaitsReady(config)
                || config.notifySocket().isPresent()
                || config.notifyAccess() != ServiceConfig.NotifyAccess.MAIN
                || !Durations.isInfinite(config.timeouts().watchdog());
    }

    private static boolean awaitsReady(ServiceConfig config) {
        return config.readiness().filter(r -> r.kind() == Readiness.Kind.NOTIFY).isPresent();
    }

    /** What the processes have to know of it. */
    Map<String, String> variables(ServiceConfig config) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (socket != null) {
            variables.put("NOTIFY_SOCKET", socket.address());
        }
        if (!Durations.isInfinite(config.timeouts().watchdog())) {
            long usec =
                    TimeUnit.NANOSECONDS.toMicros(config.timeouts().watchdog().toNanos());
            variables.put("WATCHDOG_USEC", Long.toString(usec));
        }
        return variables;
    }

    /** Puts all that was said until now into the mailbox. */
    void drain() {
        if (socket != null) {
            socket.drain();
        }
    }

    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** What a message means for the state machine, in this order; nothing when its sender has no say. */
    List<Event> events(ServiceConfig config, Life life, NotifyMessage m) {
        List<Event> events = new ArrayList<>();
        if (!isListenedTo(config, m.pid())) {
            m.fds().forEach(Fd::close);
            LOG.warn(
                    "{}: notification from pid {}, which notify_access = \"{}\" does not let through, ignoring",
                    name,
                    m.pid(),
                    config.notifyAccess().name().toLowerCase(Locale.ROOT));
            return events;
        }
        keep(m);
        m.mainPid().ifPresent(pid -> {
            if (processes.adopt(pid, listener)) {
                events.add(new Event.MainFound(pid));
            } else {
                LOG.warn("{}: MAINPID={} from pid {} is none of its processes, ignoring", name, pid, m.pid());
            }
        });
        m.status().ifPresent(text -> events.add(new Event.StatusText(text)));
        m.extendTimeoutUsec().ifPresent(usec -> events.add(new Event.Extend(nanos(usec))));
        if (m.stopping()) {
            events.add(new Event.StopsItself());
        }
        if (m.reloading()) {
            events.add(new Event.ReloadsItself());
        }
        if (m.ready() && (awaitsReady(config) || !life.isRising())) {
            events.add(new Event.Ready());
        }
        m.watchdogUsec()
                .ifPresent(usec -> events.add(new Event.KeepAliveEvery(usec == 0 ? Long.MAX_VALUE : nanos(usec))));
        if (m.watchdog()) {
            events.add(new Event.KeepAlive());
        }
        if (m.watchdogTrigger()) {
            events.add(new Event.Trouble());
        }
        return events;
    }

    private void keep(NotifyMessage m) {
        String called = m.fdName().orElse(FdStore.NO_NAME);
        if (m.fdStoreRemove()) {
            store.remove(called);
        }
        if (m.fdStore() && !m.barrier()) {
            store.add(called, m.fds(), m.fdPoll());
        } else {
            // For a barrier this is the answer: whoever sent what came before need not live any longer to be believed.
            m.fds().forEach(Fd::close);
        }
    }

    /** What the next main process gets: what earlier ones have stored, and {@code more}. */
    StoredDescriptors stored(Optional<PassedDescriptor> more) throws LaunchException, PosixException {
        return StoredDescriptors.of(store.descriptors(), more);
    }

    /** Lets go of what was stored. */
    void forget() {
        store.close();
        store = new FdStore(name, machine.loop(), STORED_AT_MOST);
    }

    private static long nanos(long usec) {
        // A year is as good as for ever, and adds up without overflow.
        return TimeUnit.MICROSECONDS.toNanos(Math.min(usec, TimeUnit.DAYS.toMicros(365)));
    }

    private boolean isListenedTo(ServiceConfig config, int pid) {
        return switch (config.notifyAccess()) {
            case MAIN -> pid == processes.main();
            case EXEC -> pid == processes.main() || pid == processes.hook();
            case ALL -> pid == processes.hook() || processes.belongs(pid);
        };
    }
}
