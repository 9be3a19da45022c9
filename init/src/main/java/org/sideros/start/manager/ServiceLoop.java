package org.sideros.start.manager;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.service.Action;
import org.sideros.start.service.Event;
import org.sideros.start.service.Life;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.Step;
import org.sideros.start.service.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service at work: a virtual thread that waits at one point (the mailbox, until something is due), asks
 * {@link Transitions} what follows, and has it done by {@link Deeds}. Nothing else writes the service's state.
 */
final class ServiceLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);

    private final String name;
    private final Neighbourhood neighbourhood;
    private final ServiceProcesses processes;
    private final Deeds deeds;
    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();

    /** What the main process has said before we read the executor's report that it is one. */
    private final List<Mail> outran = new ArrayList<>();

    private ServiceConfig config;
    private @Nullable ServiceConfig newer;
    private boolean orphaned;
    private Life life;
    private Instant since = Instant.now();

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
        this.neighbourhood = neighbourhood;
        this.processes = new ServiceProcesses(name, machine);
        this.deeds = new Deeds(name, machine, launcher, neighbourhood, processes, this::post);
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

    /** Whether nobody knows it any more and nobody has asked it for anything; from any thread. */
    boolean isForgettable() {
        return mailbox.isEmpty() && view.orphaned() && view.life().isForgettable();
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
                    deeds.close();
                    ended = true;
                    return;
                }
                try {
                    handle(mail);
                } catch (RuntimeException | LinkageError | VirtualMachineError e) {
                    // A class that cannot be read for want of a descriptor, or memory, is such an error too: without
                    // its thread the service could never be stopped again. Its time-outs bound what is lost here.
                    LOG.error("{}: {} in {} failed: {}", name, mail, life, e.toString(), e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", name);
        }
    }

    /** The next mail, or what time has brought. */
    private Mail next() throws InterruptedException {
        while (true) {
            long due = Math.min(life.deadline(), deeds.due());
            if (due == Long.MAX_VALUE) {
                return mailbox.take();
            }
            Mail mail = mailbox.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (mail != null) {
                return mail;
            }
            if (life.deadline() <= System.nanoTime()) {
                return new Mail.Happened(new Event.Deadline());
            }
            Optional<Event> seen = deeds.look(config, life);
            if (seen.isPresent()) {
                return new Mail.Happened(seen.get());
            }
        }
    }

    private void handle(Mail mail) {
        switch (mail) {
            case Mail.Happened m -> apply(m.event());
            case Mail.NotExecuted m -> apply(deeds.notExecuted(config, m.failure()));
            case Mail.MainExited m -> {
                notifiedBefore();
                boolean known = processes.main() == m.pid();
                processes.ended(m.pid());
                // What was killed earlier, a child perhaps, is not why this one ends in another way.
                String memory = known && m.exit().signal().equals("SIGKILL") ? deeds.outOfMemory() : "";
                apply(new Event.MainExited(m.pid(), m.exit(), deeds.isAlone(config), memory));
            }
            case Mail.HookExited m -> {
                notifiedBefore();
                processes.ended(m.pid());
                apply(deeds.hookEnded(m));
            }
            case Mail.Notified m -> {
                if (life.isSpawning()) {
                    outran.add(m);
                } else {
                    deeds.notified(config, life, m.message()).forEach(this::apply);
                }
            }
            case Mail.ProbeReady m -> {
                if (deeds.invocation().equals(Optional.of(m.invocation()))) {
                    apply(new Event.Ready());
                }
            }
            case Mail.PidFileNames m -> deeds.adopt(m.pid()).ifPresent(this::apply);
            case Mail.Redefine m -> redefine(m.config());
            case Mail.Orphan _ -> {
                orphaned = true;
                publish();
                forgetIfOrphaned();
            }
            case Mail.End _ -> throw new IllegalStateException("ended already");
        }
        if (!outran.isEmpty() && !life.isSpawning()) {
            List<Mail> said = List.copyOf(outran);
            outran.clear();
            said.forEach(this::handle);
        }
    }

    /** What a process has said before it ended counts before its end, although it is read afterwards. */
    private void notifiedBefore() {
        deeds.drain();
        List<Mail> said = new ArrayList<>();
        mailbox.removeIf(mail -> mail instanceof Mail.Notified && said.add(mail));
        said.forEach(this::handle);
    }

    private void redefine(ServiceConfig definition) {
        orphaned = false;
        newer = definition.equals(config) ? null : definition;
        if (newer != null && life.isResting()) {
            adoptDefinition();
        }
        publish();
    }

    /** From now on the newest definition counts. */
    private void adoptDefinition() {
        if (newer != null) {
            config = newer;
            newer = null;
            life = Transitions.next(config, life, new Event.Reconfigured(), System.nanoTime())
                    .life();
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
                deeds.carryOut(action, config, life, events);
            }
            if (!step.actions().isEmpty()) {
                publish();
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
        adoptDefinition();
        return Transitions.next(config, life, event, now);
    }

    private boolean beginsRun(Step step) {
        return step.actions().contains(new Action.Begin())
                || (config.isTarget()
                        && step.life().shown() == ServiceState.ACTIVE
                        && life.shown() != ServiceState.ACTIVE);
    }

    /** Last, when all who waited have heard: from now on nobody finds it any more. */
    private void forgetIfOrphaned() {
        if (orphaned && life.isForgettable()) {
            neighbourhood.forget(name);
        }
    }

    private void changed(Life before) {
        boolean moved = before.shown() != life.shown() || !before.substate().equals(life.substate());
        if (moved) {
            since = Instant.now();
            Reports.moved(name, before, life);
        }
        deeds.follow(life);
        if (life.isResting() && !before.isResting()) {
            adoptDefinition();
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
        return new View(config, life, since, deeds.invocation(), newer != null, orphaned, deeds.notEnforced());
    }

    @Override
    public String toString() {
        return name;
    }
}
