package org.sideros.start.readiness;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;

/**
 * What a probe works with; each kind takes its part.
 *
 * @param descriptor FD: the reading end of the pipe, which the probe takes over
 * @param output LOG: the file that the service's output goes to; empty when lines come through {@link Probe#lines}
 * @param outputFrom LOG: how much of it was there before this start, in bytes
 * @param runner EXEC: runs the command
 */
public record ProbeContext(
        EventLoop loop, Optional<Fd> descriptor, Optional<Path> output, long outputFrom, Runner runner) {
    /** Runs commands for a probe. */
    @FunctionalInterface
    public interface Runner {
        /**
         * Starts {@code command} and returns at once.
         *
         * @param exited is told the exit status once: 0 for success, -1 when it could not be run or a signal ended it;
         *     on any thread
         * @return ends the command early; harmless once it has ended
         */
        AutoCloseable run(String command, IntConsumer exited);
    }

    /** For the kinds that need no more than a loop: TCP, UNIX, HTTP, FILE. */
    public static ProbeContext of(EventLoop loop) {
        return new ProbeContext(loop, Optional.empty(), Optional.empty(), 0, (_, exited) -> {
            exited.accept(-1);
            return () -> {};
        });
    }

    /** This one with the reading end of a pipe. */
    public ProbeContext withDescriptor(Fd readingEnd) {
        return new ProbeContext(loop, Optional.of(readingEnd), output, outputFrom, runner);
    }

    /** This one with the file that the output goes to, of which {@code from} bytes are old. */
    public ProbeContext withOutput(Path file, long from) {
        return new ProbeContext(loop, descriptor, Optional.of(file), from, runner);
    }

    /** This one with somebody who runs commands. */
    public ProbeContext withRunner(Runner commands) {
        return new ProbeContext(loop, descriptor, output, outputFrom, commands);
    }
}
