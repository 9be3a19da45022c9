package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sideros.start.config.Command;
import org.sideros.start.config.Dependencies;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.Durations;
import org.sideros.start.config.Location;
import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceType;
import org.sideros.start.config.Stop;
import org.sideros.start.config.Timeouts;

/** One service led through its life step by step, on a clock of its own. */
final class Walk {
    static final Requester WHO = new Requester(1000, 42, "control socket");
    static final Requester OTHER = new Requester(1001, 43, "control socket");
    static final int PID = 100;
    static final Exit CLEAN = Exit.withCode(0);
    static final Exit BROKEN = Exit.withCode(3);
    static final Exit TERMINATED = Exit.bySignal("SIGTERM", false);

    static final long START = Duration.ofSeconds(60).toNanos();
    static final long STOP = Duration.ofSeconds(30).toNanos();
    static final long DELAY = Duration.ofSeconds(5).toNanos();
    static final long RESET = Duration.ofSeconds(70).toNanos();

    final Map<Long, Outcome> told = new HashMap<>();
    ServiceConfig config;
    Life life = Life.NEW;
    List<Action> actions = List.of();
    /** The answer to {@link Action.Begin}, which comes at once. */
    Event beginning = new Event.Begun();

    long now = 1_000;

    Walk(ServiceConfig config) {
        this.config = config;
    }

    static ServiceConfig.Builder simple() {
        return ServiceConfig.builder("web").exec("daemon").timeouts(timeouts(Duration.ofNanos(START)));
    }

    static ServiceConfig.Builder oneshot(int commands) {
        List<Command> exec = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            exec.add(Command.exact("step" + i));
        }
        return ServiceConfig.builder("web")
                .type(ServiceType.ONESHOT)
                .exec(exec)
                .timeouts(timeouts(Duration.ofNanos(START)));
    }

    static ServiceConfig.Builder target() {
        return ServiceConfig.builder("web.target").type(ServiceType.TARGET);
    }

    static ServiceConfig.Builder stopping(ServiceConfig.Builder builder, Stop.Mode mode) {
        return builder.stop(new Stop("SIGTERM", mode, List.of()));
    }

    /** A restart after 5 s each, the streak forgotten after 70 s. */
    static Restart restart(RestartPolicy policy, int maxAttempts) {
        Duration delay = Duration.ofNanos(DELAY);
        return new Restart(policy, delay, delay, 1, maxAttempts, Duration.ofNanos(RESET), Optional.empty());
    }

    static Timeouts timeouts(Duration start) {
        return new Timeouts(start, Duration.ofNanos(STOP), Durations.INFINITE, Durations.INFINITE, Durations.INFINITE);
    }

    /** With a reload that has {@code reload}. */
    static Timeouts timeouts(Duration start, Duration reload) {
        return new Timeouts(start, Duration.ofNanos(STOP), reload, Durations.INFINITE, Durations.INFINITE);
    }

    /** A keep-alive every 30 s, and 100 s altogether. */
    static Timeouts watched() {
        return new Timeouts(
                Duration.ofNanos(START),
                Duration.ofNanos(STOP),
                Durations.INFINITE,
                Duration.ofSeconds(30),
                Duration.ofSeconds(100));
    }

    static Dependencies bindsTo(String name) {
        List<Dependency> to = List.of(new Dependency(name, Location.of(Path.of("web.toml"))));
        return new Dependencies(
                List.of(), List.of(), List.of(), List.of(), to, List.of(), List.of(), List.of(), List.of());
    }

    static Walk running(ServiceConfig config) {
        return new Walk(config).start(1).up();
    }

    /** One step; nobody is told twice. */
    Walk on(Event event) {
        List<Action> all = new ArrayList<>();
        Step step = Transitions.next(config, life, event, now);
        while (true) {
            life = step.life();
            all.addAll(step.actions());
            for (Action action : step.actions()) {
                if (action instanceof Action.Finish finish) {
                    finish.requests().forEach(r -> assertNull(told.put(r, finish.outcome()), "told twice: " + r));
                }
            }
            if (step.actions().contains(new Action.Begin())) {
                step = Transitions.next(config, life, beginning, now);
            } else if (step.actions().contains(new Action.Proceed())) {
                step = Transitions.next(config, life, new Event.Proceed(), now);
            } else {
                actions = all;
                return this;
            }
        }
    }

    Walk start(long request) {
        return start(new Order(request, Set.of(), Set.of(), Set.of()));
    }

    Walk start(Order order) {
        return on(new Event.Start(order, WHO));
    }

    Walk stop(long request, String... dependents) {
        return on(new Event.Stop(request, Set.of(dependents), OTHER));
    }

    Walk restart(long request, String... dependents) {
        return on(new Event.Restart(Order.free(request), Set.of(dependents), false, WHO));
    }

    Walk neighbour(String name, Standing.Phase phase, long seen) {
        return on(new Event.Neighbour(name, new Standing(phase, seen, true, true)));
    }

    /** The program is started and runs. */
    Walk up() {
        return on(new Event.Spawned(PID)).on(new Event.Executed(PID));
    }

    Walk exits(Exit exit) {
        return on(new Event.MainExited(life.pid(), exit, true));
    }

    Walk exitsLeavingOthers(Exit exit) {
        return on(new Event.MainExited(life.pid(), exit, false));
    }

    Walk empty() {
        return on(new Event.Emptied());
    }

    /** Time passes until the state's deadline. */
    Walk untilDeadline() {
        now = life.deadline();
        return on(new Event.Deadline());
    }

    Walk after(long nanos) {
        now += nanos;
        return this;
    }

    boolean did(Action action) {
        return actions.contains(action);
    }

    boolean launched() {
        return actions.stream().anyMatch(Action.Launch.class::isInstance);
    }

    Outcome.Failed failure(long request) {
        return assertInstanceOf(Outcome.Failed.class, told.get(request));
    }
}
