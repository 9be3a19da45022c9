package org.sideros.start.manager;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.LaunchSpec;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.service.Action;
import org.sideros.start.service.Event;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Life;
import org.sideros.start.service.Outcome;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.Step;
import org.sideros.start.service.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service at work: a virtual thread that waits at one point (the mailbox, until the state's deadline), asks
 * {@link Transitions} what follows, and does it. Nothing else writes the service's state.
 */
final class ServiceLoop implements Runnable, ProcessListener {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);
    /** How soon to look again whether the last process is gone; doubled up to the second figure. */
    private static final long FIRST_LOOK_NANOS = 2_000_000L;

    private static final long LAST_LOOK_NANOS = 100_000_000L;

    private final String name;
    private final Machine machine;
    private final Launcher launcher;
    private final Neighbourhood neighbourhood;
    private final ServiceProcesses processes;
    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();

    private ServiceConfig config;
    private @Nullable ServiceConfig newer;
    private boolean orphaned;
    private Life life;
    private Instant since = Instant.now();
    private Optional<String> invocation = Optional.empty();
    private List<String> notEnforced = List.of();
    /** Which of its commands was launched last. */
    private int command;

    private long nextLook = Long.MAX_VALUE;
    private long lookDelay = FIRST_LOOK_NANOS;
    private boolean lookForAll;
    private boolean killing;

    private volatile View view;
    private volatile boolean ended;

    /** What others may see of it, at one moment. */
    record View(
            ServiceConfig config,
            Life life,
            Instant since,
            Optional<String> invocation,
            boolean stale,
            boolean orphaned,
            List<String> notEnforced) {}

    ServiceLoop(ServiceConfig config, Life life, Machine machine, Launcher launcher, Neighbourhood neighbourhood) {
        this.name = config.name();
        this.config = config;
        this.life = life;
        this.machine = machine;
        this.launcher = launcher;
        this.neighbourhood = neighbourhood;
        this.processes = new ServiceProcesses(name, machine);
        this.view = view();
    }

    /** Adds to the mailbox; from any thread. */
    void post(Mail mail) {
        mailbox.add(mail);
    }

    /** The service as it was after the last step; from any thread. */
    View seen() {
        return view;
    }

    /** Whether it was told to end, and has; from any thread. */
    boolean hasEnded() {
        return ended;
    }

    /** Where its processes are accounted; from any thread. */
    ServiceProcesses processes() {
        return processes;
    }

    @Override
    public void run() {
        Thread.currentThread().setName("service " + name);
        try {
            while (true) {
                Mail mail = next();
                if (mail instanceof Mail.End) {
                    ended = true;
                    return;
                }
                try {
                    handle(mail);
                } catch (RuntimeException e) {
                    LOG.error("{}: {} in {} failed: {}", name, mail, life, e.toString(), e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", name);
        }
    }

    /** The next mail, or what time has brought. */
    private Mail next() throws InterruptedException {
        long due = Math.min(life.deadline(), nextLook);
        if (due == Long.MAX_VALUE) {
            return mailbox.take();
        }
        Mail mail = mailbox.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (mail != null) {
            return mail;
        }
        return nextLook < life.deadline() && look()
                ? new Mail.Happened(new Event.Emptied())
                : new Mail.Happened(new Event.Deadline());
    }

    /** Looks whether the last process is gone; what appeared since SIGKILL is killed as well. */
    private boolean look() {
        if (life.pid() == 0 && (!lookForAll || processes.isEmpty())) {
            nextLook = Long.MAX_VALUE;
            return true;
        }
        if (killing) {
            processes.kill(true);
        }
        lookDelay = Math.min(2 * lookDelay, LAST_LOOK_NANOS);
        nextLook = System.nanoTime() + lookDelay;
        return false;
    }

    private void handle(Mail mail) {
        switch (mail) {
            case Mail.Happened m -> apply(m.event());
            case Mail.NotExecuted m -> apply(Reports.notExecuted(config, command, m.failure()));
            case Mail.MainExited m -> {
                processes.ended(m.pid());
                apply(new Event.MainExited(m.pid(), m.exit(), processes.isEmpty()));
            }
            case Mail.Redefine m -> redefine(m.config());
            case Mail.Orphan _ -> {
                orphaned = true;
                publish();
                forgetIfOrphaned();
            }
            case Mail.ReloadService m -> m.outcome().complete(hangUp());
            case Mail.End _ -> throw new IllegalStateException("ended already");
        }
    }

    private void redefine(ServiceConfig definition) {
        orphaned = false;
        newer = definition.equals(config) ? null : definition;
        adoptIfResting();
        publish();
    }

    private void adoptIfResting() {
        if (newer != null && life.isResting()) {
            config = newer;
            newer = null;
            apply(new Event.Reconfigured());
        }
    }

    private Outcome hangUp() {
        int pid = life.pid();
        try {
            if (pid != 0
                    && life.substate().equals("running")
                    && machine.processes().signal(pid, Signals.HUP)) {
                return new Outcome.Done();
            }
            return new Outcome.Failed(life.result(), "reload", 0, "cannot be reloaded: it is " + life);
        } catch (PosixException e) {
            return new Outcome.Failed(life.result(), "reload", e.errno(), String.valueOf(e.getMessage()));
        }
    }

    private void apply(Event first) {
        Deque<Event> events = new ArrayDeque<>(List.of(first));
        while (!events.isEmpty()) {
            Life before = life;
            Step step = next(events.remove());
            life = step.life();
            if (!before.equals(life)) {
                changed(before);
            }
            for (Action action : step.actions()) {
                carryOut(action, events);
            }
        }
        forgetIfOrphaned();
    }

    /** The step on {@code event}; one that begins a run begins it by the newest definition. */
    private Step next(Event event) {
        long now = System.nanoTime();
        Step step = Transitions.next(config, life, event, now);
        if (newer == null || !beginsRun(step)) {
            return step;
        }
        config = newer;
        newer = null;
        life = Transitions.next(config, life, new Event.Reconfigured(), now).life();
        return Transitions.next(config, life, event, now);
    }

    private boolean beginsRun(Step step) {
        return step.actions().contains(new Action.Launch(0))
                || (config.isTarget()
                        && step.life().shown() == ServiceState.ACTIVE
                        && life.shown() != ServiceState.ACTIVE);
    }

    /** Last, when all who waited have heard: from now on nobody finds it any more. */
    private void forgetIfOrphaned() {
        if (orphaned && life.isResting()) {
            neighbourhood.forget(name);
        }
    }

    private void changed(Life before) {
        boolean moved = before.shown() != life.shown() || !before.substate().equals(life.substate());
        if (moved) {
            since = Instant.now();
            Reports.moved(name, before, life);
        }
        if (life.shown() != ServiceState.STOPPING && life.pid() == 0 && life.result() != Result.UNKILLABLE) {
            nextLook = Long.MAX_VALUE;
        }
        if (life.isResting() && !before.isResting()) {
            processes.end();
            if (newer != null) {
                config = newer;
                newer = null;
                life = Transitions.next(config, life, new Event.Reconfigured(), System.nanoTime())
                        .life();
            }
        }
        publish();
        if (!before.standing().equals(life.standing())) {
            neighbourhood.announce(name, life.standing());
        }
    }

    private void publish() {
        view = view();
    }

    private View view() {
        return new View(config, life, since, invocation, newer != null, orphaned, notEnforced);
    }

    private void carryOut(Action action, Deque<Event> events) {
        switch (action) {
            case Action.Launch a -> launch(a.command(), events);
            case Action.Signal a -> {
                int number = Signals.number(config.stop().signal()).orElse(Signals.TERM);
                processes.signal(number, a.all());
            }
            case Action.Kill a -> {
                killing = true;
                processes.kill(a.all());
            }
            case Action.AwaitEmpty a -> {
                lookForAll = a.all();
                lookDelay = FIRST_LOOK_NANOS;
                nextLook = System.nanoTime();
            }
            case Action.Finish a -> a.requests().forEach(r -> neighbourhood.finish(r, name, a.outcome()));
        }
    }

    private void launch(int number, Deque<Event> events) {
        command = number;
        if (command == 0) {
            Optional<String> unmet = ConditionCheck.unmet(config.conditions());
            if (unmet.isPresent()) {
                events.add(new Event.ConditionUnmet(unmet.get()));
                return;
            }
            invocation = Optional.of(Invocations.next());
            killing = false;
            nextLook = Long.MAX_VALUE;
            notEnforced = processes.begin(invocation.get(), config.limits());
            Reports.notEnforced(name, notEnforced);
        }
        try {
            LaunchSpec spec = launcher.spec(config, command, invocation.orElseThrow(), processes.cgroupPath());
            int pid = machine.processes().spawn(spec, this);
            processes.main(pid);
            events.add(new Event.Spawned(pid));
        } catch (LaunchException e) {
            events.add(new Event.NotExecuted(e.step(), e.errno(), e.text()));
        } catch (PosixException e) {
            events.add(new Event.NotExecuted("spawn", e.errno(), String.valueOf(e.getMessage())));
        }
        publish();
    }

    @Override
    public void executed(int pid) {
        post(new Mail.Happened(new Event.Executed(pid)));
    }

    @Override
    public void notExecuted(int pid, ExecutorFailure failure) {
        post(new Mail.NotExecuted(failure));
    }

    @Override
    public void exited(int pid, WaitStatus status) {
        Exit exit = status.signalled()
                ? Exit.bySignal(Signals.name(status.value()), status.coreDumped())
                : Exit.withCode(status.value());
        post(new Mail.MainExited(pid, exit));
    }

    @Override
    public String toString() {
        return name;
    }
}
