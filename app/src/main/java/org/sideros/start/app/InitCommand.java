package org.sideros.start.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalLoad;
import org.sideros.start.error.StartError;
import org.sideros.start.init.Init;
import org.sideros.start.init.InitOptions;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start init}: becomes the supervisor, of the system or of this process alone. */
final class InitCommand implements Verb {
    private static final String HOME = "start.home";

    @Override
    public String name() {
        return "init";
    }

    @Override
    public String summary() {
        return "Boot and supervise as PID 1; else supervise in the foreground.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "--container", "Supervise a container: mount nothing, end with an exit status.");
        Options.words(spec, "WORD", "0..*", "What the kernel passes on to PID 1, which is of no interest here.");
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    @Override
    public int run(Invocation invocation) {
        boolean container = invocation.flag("--container");
        boolean inCharge = !container && Init.inCharge(invocation.environment());
        List<String> words = invocation.words();
        if (!inCharge && !words.isEmpty()) {
            throw new StartError.InvalidArgument(
                    "words",
                    "init: \"" + Text.plain(words.getFirst()) + "\" means nothing here; see: start init --help");
        }
        GlobalLoad load = invocation.load();
        GlobalConfig config = inCharge ? load.config() : load.orThrow();
        SupervisorLog log = new SupervisorLog(inCharge);
        Logging.install(log, config.logLevels());
        try {
            Init init = new Init(new InitOptions(
                    load, container, executor(), invocation.environment(), log, VersionCommand.version()));
            init.boot();
            return init.run();
        } catch (IOException e) {
            throw new StartError.StartFailed("init", "boot", 0, Text.reason(e));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    private static Path executor() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new StartError.StartFailed("init", "boot", 0, "no distribution around it: run its bin/start");
        }
        return Path.of(home, "libexec", "start-exec");
    }
}
