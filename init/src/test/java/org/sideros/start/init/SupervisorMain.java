package org.sideros.start.init;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.config.LogLevels;
import org.sideros.start.error.StartError;
import org.sideros.start.os.Kernel;

/** A supervisor as a process of its own: {@code SupervisorMain START_TOML EXECUTOR}. */
final class SupervisorMain {
    private static final InitLog SILENT = new InitLog() {
        @Override
        public void levels(LogLevels levels) {}

        @Override
        public void open(GlobalConfig config) {}

        @Override
        public void closeFile() {}
    };

    private SupervisorMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var load = GlobalConfigLoader.load(Optional.of(Path.of(args[0])), Kernel.effectiveUser(), Map.of());
            Init init = new Init(new InitOptions(load, false, Path.of(args[1]), Map.of(), SILENT, "test"));
            init.boot();
            System.exit(init.run());
        } catch (StartError e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        } catch (IOException e) {
            System.err.println(e);
            System.exit(1);
        }
    }
}
