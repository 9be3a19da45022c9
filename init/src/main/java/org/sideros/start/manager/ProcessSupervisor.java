package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.sideros.start.config.Command;
import org.sideros.start.config.Output;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;

/**
 * Spawns processes and looks after them: knows how each ended, restarts those whose definition says so, and ends them with
 * everything they started. Thread-safe. Works in any program; other children of that program are left alone.
 *
 * <p>Close it to terminate all its processes: those of a program that ends without that run on.
 */
public final class ProcessSupervisor implements AutoCloseable {
    private final ServiceManager manager;
    private final AtomicLong spawned = new AtomicLong();

    private ProcessSupervisor(ServiceManager manager) {
        this.manager = manager;
    }

    /**
     * A supervisor without any process.
     *
     * @throws StartError.StartFailed when {@code start-exec} is not to be found
     * @throws IOException when there is nowhere to put what has to be kept at run time, or no descriptor left
     */
    public static ProcessSupervisor open() throws IOException {
        return open(ManagerOptions.DEFAULT);
    }

    /**
     * The same as {@link #open()}, with a say in where things are.
     *
     * @throws StartError.Refused when another manager has claimed the runtime directory
     */
    public static ProcessSupervisor open(ManagerOptions options) throws IOException {
        return new ProcessSupervisor(Embedding.openEmpty(options));
    }

    /**
     * Starts a program and waits until it is executed. It writes where this program writes and runs in its current
     * directory, but sees nothing of its environment (only {@code PATH}) and reads nothing; it leads a session of its own and
     * is not restarted.
     *
     * @param program a path, or a name to be looked for in {@code /usr/local/sbin}, {@code /usr/local/bin},
     *     {@code /usr/sbin}, {@code /usr/bin}, {@code /sbin} and {@code /bin}
     * @param arguments exactly as the program gets them, without its own name
     * @throws StartError.StartFailed when it cannot be executed, with the step and errno
     * @throws StartError.ShuttingDown when the supervisor is closed
     * @throws InterruptedException when the caller is interrupted; the process is not left behind
     */
    public Handle spawn(String program, String... arguments) throws InterruptedException {
        return spawn(program, List.of(arguments));
    }

    /** The same as {@link #spawn(String, String...)}. */
    public Handle spawn(String program, List<String> arguments) throws InterruptedException {
        // Where it is run from is not always where it runs: a relative path means the file it means here.
        String path = program.contains("/") ? Path.of(program).toAbsolutePath().toString() : program;
        List<String> words = new ArrayList<>(List.of(path));
        words.addAll(arguments);
        return spawn(ServiceConfig.builder(name(program))
                .description(program)
                .exec(List.of(Command.exact(words)))
                .workingDirectory(Path.of("").toAbsolutePath())
                .stdout(new Output.Inherit())
                .stderr(new Output.Inherit())
                .restart(RestartPolicy.NO)
                .build());
    }

    /**
     * Starts what a definition says, restart policy, user, limits and time-outs included, and waits until it is up.
     *
     * @throws StartError.InvalidArgument when the definition makes no sense, naming the value
     * @throws StartError.Refused when a process of this name is supervised already
     * @throws StartError.StartFailed when it did not come up, with the step and the cause. It is not restarted then,
     *     whatever its policy
     * @throws StartError.ShuttingDown when the supervisor is closed
     * @throws InterruptedException when the caller is interrupted; the process is not left behind
     */
    public Handle spawn(ServiceConfig config) throws InterruptedException {
        OwnService own = manager.define(config);
        boolean up = false;
        try {
            manager.start(config.name());
            up = true;
        } finally {
            if (!up) {
                // Nobody waits for it: what keeps a process from being spawned may keep it from ending in time.
                CompletableFuture<JobReport> _ = manager.stop(List.of(config.name()), true, Embedding.PROGRAM);
            }
            own.forgetInTheEnd();
        }
        return new Handle(config.name(), own);
    }

    /** Whether a process of it is there now: false while it waits to be restarted. Does not wait. */
    public boolean isRunning(Handle handle) {
        return switch (handle.status().state()) {
            case STARTING, ACTIVE, STOPPING -> true;
            case INACTIVE, RESTARTING, FAILED -> false;
        };
    }

    /**
     * Ends a process and everything it started: SIGTERM (or the signal of its definition) and SIGCONT, then SIGKILL when the
     * time-out of its definition, 30 s by default, is over. Waits until nothing is left; no restart follows. Nothing is done
     * when it has ended already.
     *
     * @return how it ended
     * @throws StartError.StartFailed when it could not be ended
     * @throws InterruptedException when the caller is interrupted; the process is ended all the same
     */
    public ServiceStatus terminate(Handle handle) throws InterruptedException {
        try {
            manager.stop(handle.name());
        } catch (StartError.ServiceNotFound | StartError.ShuttingDown e) {
            return handle.status(); // It had ended.
        }
        return handle.status();
    }

    /** Terminates every process, each within its own time-out, and gives everything back. An interrupt shortens them to 0. */
    @Override
    public void close() {
        manager.close();
    }

    /** A name no other process of this supervisor has, by which to know it in the log. */
    private String name(String program) {
        String file = program.substring(program.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
        String shortened = file.substring(0, Math.min(file.length(), 64));
        return "process-" + spawned.incrementAndGet() + "-" + shortened;
    }

    /** A process that was spawned, and those that replaced it. Thread-safe; keeps what became of it. */
    public static final class Handle {
        private final String name;
        private final OwnService own;

        private Handle(String name, OwnService own) {
            this.name = name;
            this.own = own;
        }

        /** The name of its definition. */
        public String name() {
            return name;
        }

        /** Its state, its main process while there is one, its last exit, its restarts. Does not wait. */
        public ServiceStatus status() {
            return own.status();
        }

        /**
         * Waits until it has ended and its policy wants no restart, or it was terminated.
         *
         * @return how it ended
         */
        public ServiceStatus awaitEnd() throws InterruptedException {
            return own.awaitEnd();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
