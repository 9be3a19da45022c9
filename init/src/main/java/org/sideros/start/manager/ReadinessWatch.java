package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.Command;
import org.sideros.start.config.Output;
import org.sideros.start.config.Readiness;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.Fd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Signals;
import org.sideros.start.os.Spawn;
import org.sideros.start.os.WaitStatus;
import org.sideros.start.process.ExecutorFailure;
import org.sideros.start.process.LaunchSpec;
import org.sideros.start.process.PassedDescriptor;
import org.sideros.start.process.ProcessListener;
import org.sideros.start.readiness.Probe;
import org.sideros.start.readiness.ProbeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for one service to be ready in the way its file names; {@code notify} is not its business. */
final class ReadinessWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessWatch.class);

    private final String name;
    private final Machine machine;
    private final Consumer<Mail> mailbox;
    private @Nullable Probe probe;
    private @Nullable Fd readingEnd;
    private @Nullable Fd writingEnd;
    private Optional<Path> output = Optional.empty();
    private long outputFrom;

    /** How to run a command as the service would. */
    @FunctionalInterface
    interface Specs {
        LaunchSpec of(Command command) throws LaunchException;
    }

    ReadinessWatch(String name, Machine machine, Consumer<Mail> mailbox) {
        this.name = name;
        this.machine = machine;
        this.mailbox = mailbox;
    }

    /** Before the main process is made: what it writes to from its first moment. Returns the descriptor it is to get. */
    Optional<PassedDescriptor> prepare(ServiceConfig config) throws PosixException, LaunchException {
        close();
        Readiness ready = config.readiness().orElse(null);
        if (ready == null) {
            return Optional.empty();
        }
        if (ready.kind() == Readiness.Kind.LOG) {
            output = outputOf(config);
            outputFrom = size(output.orElseThrow(() -> new LaunchException(
                    "ready", 0, "log: the output of the service is not kept; stdout must be journal or a file")));
        }
        if (ready.kind() != Readiness.Kind.FD) {
            return Optional.empty();
        }
        Fd[] pipe = Spawn.pipe();
        readingEnd = pipe[0];
        Fd write = pipe[1];
        writingEnd = write;
        return Optional.of(new PassedDescriptor(write.number(), Integer.parseInt(ready.argument())));
    }

    private Optional<Path> outputOf(ServiceConfig config) {
        return switch (config.stdout()) {
            case Output.Journal _ -> machine.logs().file(config.name());
            case Output.Truncate o -> Optional.of(o.path());
            case Output.Append o -> Optional.of(o.path());
            case Output.Null _, Output.Console _, Output.Inherit _, Output.Stdout _ -> Optional.empty();
        };
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // Not there yet.
        }
    }

    /** The main process has its own copy of the descriptor. */
    void spawned() {
        if (writingEnd != null) {
            writingEnd.close();
            writingEnd = null;
        }
    }

    /** Looks from now on; run {@code invocation} is the one that is told to be ready. */
    void begin(ServiceConfig config, String invocation, Specs specs) {
        Readiness ready = config.readiness().orElse(null);
        if (ready == null || ready.kind() == Readiness.Kind.NOTIFY) {
            return;
        }
        ProbeContext context =
                ProbeContext.of(machine.loop()).withRunner((command, exited) -> run(specs, command, exited));
        if (readingEnd != null) {
            context = context.withDescriptor(readingEnd);
            readingEnd = null;
        }
        if (output.isPresent()) {
            context = context.withOutput(output.get(), outputFrom);
        }
        probe = Probe.start(
                ready,
                context,
                () -> mailbox.accept(new Mail.ProbeReady(invocation)),
                why -> LOG.debug("{}: not ready: {}", name, why));
    }

    private AutoCloseable run(Specs specs, String command, IntConsumer exited) {
        try {
            int pid = machine.processes().spawn(specs.of(Command.parse(command)), new RunListener(exited));
            return () -> machine.processes().signal(pid, Signals.KILL);
        } catch (LaunchException | PosixException e) {
            LOG.warn("{}: ready = \"exec:{}\": {}", name, command, e.getMessage());
            exited.accept(-1);
            return () -> {};
        }
    }

    private record RunListener(IntConsumer exited) implements ProcessListener {
        @Override
        public void executed(int pid) {
            // Only its end counts.
        }

        @Override
        public void notExecuted(int pid, ExecutorFailure failure) {
            // Its exit says as much.
        }

        @Override
        public void exited(int pid, WaitStatus status) {
            exited.accept(status.signalled() ? -1 : status.value());
        }
    }

    void close() {
        spawned();
        if (readingEnd != null) {
            readingEnd.close();
            readingEnd = null;
        }
        if (probe != null) {
            probe.close();
            probe = null;
        }
        output = Optional.empty();
    }
}
