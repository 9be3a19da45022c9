package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.error.StartError;
import org.sideros.start.os.EventLoop;
import org.sideros.start.service.Requester;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a manager inside another program has to itself: an event loop, and a runtime directory. Thread-safe. Other children
 * of the program are left alone: only processes of the manager are waited for, each by its descriptor.
 */
final class Embedding {
    private static final Logger LOG = LoggerFactory.getLogger(Embedding.class);
    static final Requester PROGRAM = Requester.self("the program itself");

    private final RuntimeDirectory runtime;
    private final Optional<Path> temporary;
    private final EventLoop loop;

    private Embedding(RuntimeDirectory runtime, Optional<Path> temporary, EventLoop loop) {
        this.runtime = runtime;
        this.temporary = temporary;
        this.loop = loop;
    }

    /** A manager of the services in a directory. */
    static ServiceManager open(Path services, ManagerOptions options) throws IOException {
        if (!Files.isDirectory(services)) {
            throw new StartError.ConfigurationInvalid(
                    services, 0, 0, Files.exists(services) ? "is not a directory" : "there is no such directory");
        }
        Path executor = executor(options);
        Path runtime = options.runtimeDir().isPresent() ? options.runtimeDir().get() : LibraryPaths.runtimeOf(services);
        return open(services.toAbsolutePath().normalize(), runtime, executor, options, Optional.empty());
    }

    /** A manager of services that are in no file: none yet but the built-in targets. */
    static ServiceManager openEmpty(ManagerOptions options) throws IOException {
        Path executor = executor(options);
        Optional<Path> temporary =
                options.runtimeDir().isPresent() ? Optional.empty() : Optional.of(LibraryPaths.fresh());
        Path runtime = options.runtimeDir().or(() -> temporary).orElseThrow();
        return open(runtime.resolve("services"), runtime, executor, options, temporary);
    }

    private static Path executor(ManagerOptions options) {
        return options.executor().isPresent()
                ? Executor.check(options.executor().get())
                : Executor.find();
    }

    private static ServiceManager open(
            Path services, Path runtimeDir, Path executor, ManagerOptions options, Optional<Path> temporary)
            throws IOException {
        Path absolute = runtimeDir.toAbsolutePath().normalize();
        GlobalConfig global =
                GlobalConfigLoader.embedded(services, absolute, options.journalDir(), options.cgroupRoot());
        RuntimeDirectory runtime = RuntimeDirectory.claim(absolute);
        EventLoop loop = null;
        ServiceManager manager = null;
        try {
            loop = new EventLoop(e -> LOG.error("in the event loop: {}", e.toString(), e));
            manager = ServiceManager.open(global, loop, executor, Parenthood.embedded());
            manager.embed(new Embedding(runtime, temporary, loop));
            return manager;
        } finally {
            if (manager == null) {
                free(runtime, temporary, loop);
            }
        }
    }

    /** Stops everything. An interrupt means that nothing gets any more time. */
    static void stopAll(ServiceManager manager, CompletableFuture<?> closed) {
        CompletableFuture<JobReport> stopped = manager.stopAll(PROGRAM);
        boolean interrupted = false;
        while (true) {
            try {
                Awaited.report(stopped, closed);
                break;
            } catch (StartError.ShuttingDown e) {
                break; // It is closed already.
            } catch (InterruptedException e) {
                interrupted = true;
                manager.hurry(Duration.ZERO);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives everything back; the manager's threads have ended. */
    void free() {
        free(runtime, temporary, loop);
    }

    private static void free(RuntimeDirectory runtime, Optional<Path> temporary, @Nullable EventLoop loop) {
        try {
            if (loop != null) {
                loop.close();
            }
            if (temporary.isPresent()) {
                LibraryPaths.delete(temporary.get());
            }
            runtime.close();
        } catch (IOException e) {
            LOG.warn("{}, ignoring", e.toString());
        }
    }
}
