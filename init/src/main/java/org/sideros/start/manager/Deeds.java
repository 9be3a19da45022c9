package org.sideros.start.manager;

import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sideros.start.cgroup.OutOfMemory;
import org.sideros.start.config.Command;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.Stop;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.LaunchSpec;
import org.sideros.start.readiness.NotifyMessage;
import org.sideros.start.service.Action;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Hook;
import org.sideros.start.service.Life;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the state machine of one service wants done, and puts what the machine says to it into words of the state
 * machine. Used by the service's thread.
 */
final class Deeds {
    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final String name;
    private final Machine machine;
    private final Launcher launcher;
    private final Neighbourhood neighbourhood;
    private final ServiceProcesses processes;
    private final Consumer<Mail> mailbox;
    private final MainListener main;
    private final Notices notices;
    private final ReadinessWatch readiness;
    private final MainSearch search;
    private final EmptinessWatch emptiness;

    private Optional<String> invocation = Optional.empty();
    private List<String> notEnforced = List.of();
    /** Which of its commands was launched last. */
    private int command;

    Deeds(
            String name,
            Machine machine,
            Launcher launcher,
            Neighbourhood neighbourhood,
            ServiceProcesses processes,
            Consumer<Mail> mailbox) {
        this.name = name;
        this.machine = machine;
        this.launcher = launcher;
        this.neighbourhood = neighbourhood;
        this.processes = processes;
        this.mailbox = mailbox;
        this.main = new MainListener(mailbox);
        this.notices = new Notices(name, machine, processes, main, mailbox);
        this.readiness = new ReadinessWatch(name, machine, mailbox);
        this.search = new MainSearch(name, machine, processes, main, mailbox);
        this.emptiness = new EmptinessWatch(processes);
    }

    Optional<String> invocation() {
        return invocation;
    }

    List<String> notEnforced() {
        return notEnforced;
    }

    /** When to {@link #look}; {@code Long.MAX_VALUE} for never. */
    long due() {
        return Math.min(emptiness.due(), search.due());
    }

    /** What can only be found out by looking. */
    Optional<Event> look(ServiceConfig config, Life life) {
        long now = System.nanoTime();
        if (search.due() <= now) {
            Optional<Event> found = search.look();
            if (found.isPresent()) {
                return found;
            }
        }
        return emptiness.due() <= now && emptiness.look(life.isKilling(), !life.isUp())
                ? Optional.of(new Event.Emptied())
                : Optional.empty();
    }

    void carryOut(Action action, ServiceConfig config, Life life, Deque<Event> events) {
        switch (action) {
            case Action.Begin _ -> events.add(begin(config));
            case Action.Proceed _ -> events.add(new Event.Proceed());
            case Action.Launch a -> events.add(launch(config, a.command()));
            case Action.RunHook a -> runHook(config, life, a).ifPresent(events::add);
            case Action.KillHook _ -> processes.killHook();
            case Action.FindMain _ -> search.begin(config);
            case Action.AwaitReady _ -> awaitReady(config, life);
            case Action.AwaitQuiet _ -> neighbourhood.awaitQuiet(name);
            case Action.Signal a -> processes.signal(Signals.number(a.signal()).orElse(Signals.TERM), a.all());
            case Action.Kill a -> processes.kill(a.all());
            case Action.AwaitEmpty a -> emptiness.begin(a.all());
            case Action.StopSelf a -> neighbourhood.stop(name, a.why());
            case Action.Warn a -> LOG.warn("{}: {}", name, a.message());
            case Action.Finish a -> a.requests().forEach(r -> neighbourhood.finish(r, name, a.outcome()));
        }
    }

    private Event begin(ServiceConfig config) {
        Optional<String> unmet = ConditionCheck.unmet(config.conditions());
        if (unmet.isPresent()) {
            return new Event.ConditionUnmet(unmet.get());
        }
        String run = Invocations.next();
        invocation = Optional.of(run);
        notEnforced = processes.begin(run, config.limits(), config.stop().mode() != Stop.Mode.PROCESS);
        Reports.notEnforced(name, notEnforced);
        try {
            notices.open(config);
        } catch (PosixException e) {
            return new Event.NotExecuted("notify_socket", e.errno(), "notify_socket: " + e.getMessage());
        }
        search.forget(config);
        return new Event.Begun();
    }

    private Event launch(ServiceConfig config, int number) {
        command = number;
        try (StoredDescriptors stored = notices.stored(readiness.prepare(config))) {
            LaunchSpec spec = spec(config, config.exec().get(number), stored.variables())
                    .passing(stored.passed(), stored.pidVariables(config));
            int pid = machine.processes().spawn(spec, main);
            processes.main(pid);
            return new Event.Spawned(pid);
        } catch (LaunchException e) {
            return new Event.NotExecuted(e.step(), e.errno(), e.text());
        } catch (PosixException e) {
            return new Event.NotExecuted("spawn", e.errno(), String.valueOf(e.getMessage()));
        } finally {
            readiness.spawned();
        }
    }

    private void awaitReady(ServiceConfig config, Life life) {
        Map<String, String> variables = HookEnvironment.of(Hook.EXEC_START_POST, life);
        String run = invocation.orElseThrow();
        readiness.begin(config, run, command -> launcher.spec(config, command, run, processes.cgroupPath(), variables));
    }

    /** Its end comes by mail; only what cannot even be begun is known at once. */
    private Optional<Event> runHook(ServiceConfig config, Life life, Action.RunHook a) {
        Command line = a.hook().commands(config).get(a.index());
        String failure;
        try {
            HookListener listener = new HookListener(a.hook(), a.index(), config, line, mailbox);
            LaunchSpec spec = spec(config, line, HookEnvironment.of(a.hook(), life));
            processes.hook(machine.processes().spawn(spec, listener));
            return Optional.empty();
        } catch (LaunchException e) {
            failure = e.text();
        } catch (PosixException e) {
            failure = String.valueOf(e.getMessage());
        }
        return Optional.of(new Event.HookEnded(a.hook(), a.index(), Optional.empty(), failure, processes.isAlone()));
    }

    private LaunchSpec spec(ServiceConfig config, Command line, Map<String, String> more) throws LaunchException {
        Map<String, String> variables = new LinkedHashMap<>(notices.variables(config));
        variables.putAll(more);
        return launcher.spec(config, line, invocation.orElseThrow(), processes.cgroupPath(), variables);
    }

    /** The executor of the main command has failed. */
    Event notExecuted(ServiceConfig config, ExecutorFailure failure) {
        return Reports.notExecuted(config, config.exec().get(command), failure);
    }

    /** A command around the main one has ended. */
    Event hookEnded(Mail.HookExited m) {
        boolean run = m.failure().isEmpty();
        Exit exit = m.exit();
        String message = run ? exit.equals(Exit.withCode(0)) ? "" : exit.text() : m.failure();
        return new Event.HookEnded(
                m.hook(), m.index(), run ? Optional.of(exit) : Optional.empty(), message, processes.isAlone());
    }

    /** Whether nothing is left that has to end with the service. */
    boolean isAlone(ServiceConfig config) {
        // A hook that has just been spawned is not in the group yet.
        return processes.hook() == 0 && (config.stop().mode() == Stop.Mode.PROCESS || processes.isEmpty());
    }

    /** That the kernel has killed for memory in this run, in words; empty if it has not. */
    String outOfMemory() {
        return processes.outOfMemory().map(OutOfMemory::message).orElse("");
    }

    /** What a notification means. */
    List<Event> notified(ServiceConfig config, Life life, NotifyMessage message) {
        return notices.events(config, life, message);
    }

    /** Puts into the mailbox what was said until now. */
    void drain() {
        notices.drain();
    }

    /** Takes a process as the main one, if it is one of the service's. */
    Optional<Event> adopt(int pid) {
        return processes.adopt(pid, main) ? Optional.of(new Event.MainFound(pid)) : Optional.empty();
    }

    /** Gives up what the service, as it is now, does not need any more. */
    void follow(Life life) {
        if (!life.watchesEmptiness()) {
            emptiness.end();
        }
        if (!life.isRising()) {
            readiness.close();
        }
        if (!life.seeksMain()) {
            search.end(life.isRising() || life.isUp());
        }
        if (life.isResting()) {
            notices.close();
            notices.forget();
            processes.end();
        }
    }

    /** Lets go of everything but the processes. */
    void close() {
        search.end(true);
        readiness.close();
        notices.close();
        notices.forget();
    }
}
