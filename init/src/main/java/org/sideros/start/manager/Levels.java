package org.sideros.start.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.StructuredTaskScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life times of the services' threads: one {@link StructuredTaskScope} for each dependency level, that of level
 * <em>n+1</em> opened inside that of level <em>n</em> (JEP 505). Closing from the inside out ends the threads of a level
 * only after all that could depend on them; the JDK enforces that order and that no thread is left.
 *
 * <p>A scope may be forked into by its owner only: one thread owns them all and takes commands from a queue. Scopes order
 * the ends of threads, nothing else: a service starts the moment its own dependencies are ready, whatever its level.
 */
final class Levels {
    private static final Logger LOG = LoggerFactory.getLogger(Levels.class);

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final List<Level> open = new ArrayList<>();
    private final Thread owner;

    private sealed interface Command {
        record Fork(int level, ServiceLoop loop) implements Command {}

        record Close() implements Command {}
    }

    private record Level(StructuredTaskScope<Object, Void> scope, List<ServiceLoop> loops) {}

    /** A failed loop is a defect of ours: it is reported, and its siblings live on. */
    private static final class Independent implements StructuredTaskScope.Joiner<Object, Void> {
        @Override
        public boolean onComplete(StructuredTaskScope.Subtask<? extends Object> subtask) {
            if (subtask.state() == StructuredTaskScope.Subtask.State.FAILED) {
                LOG.error("a service's thread ended: {}", subtask.exception().toString(), subtask.exception());
            }
            return false;
        }

        @Override
        @SuppressWarnings("NullAway") // The result of a joiner of Void is null by definition.
        public Void result() {
            return null;
        }
    }

    Levels() {
        owner = Thread.ofPlatform().name("levels").daemon().start(this::run);
    }

    /** Starts the thread of a service in the scope of its level, 0 or more. */
    void fork(int level, ServiceLoop loop) {
        commands.add(new Command.Fork(level, loop));
    }

    /** Ends all services' threads, innermost level first, and waits for it. */
    void close() throws InterruptedException {
        commands.add(new Command.Close());
        owner.join();
    }

    private void run() {
        try {
            while (commands.take() instanceof Command.Fork fork) {
                fork(level(fork.level()), fork.loop());
            }
            while (!open.isEmpty()) {
                Level innermost = open.removeLast();
                innermost.loops().forEach(loop -> loop.post(new Mail.End()));
                innermost.scope().join();
                innermost.scope().close();
            }
        } catch (InterruptedException e) {
            LOG.error("interrupted; services' threads are left to the end of the process");
        }
    }

    /** One thread that cannot be started must not cost the others their owner. */
    private static void fork(Level level, ServiceLoop loop) {
        try {
            level.loops().removeIf(ServiceLoop::hasEnded);
            level.scope().fork(loop);
            level.loops().add(loop);
        } catch (RuntimeException e) {
            LOG.error("{}: its thread cannot be started: {}", loop, e.toString(), e);
        }
    }

    private Level level(int number) {
        while (open.size() <= number) {
            int level = open.size();
            var scope = StructuredTaskScope.open(
                    new Independent(),
                    config -> config.withName("level " + level)
                            .withThreadFactory(
                                    Thread.ofVirtual().name("service-", 0).factory()));
            open.add(new Level(scope, new ArrayList<>()));
        }
        return open.get(number);
    }
}
