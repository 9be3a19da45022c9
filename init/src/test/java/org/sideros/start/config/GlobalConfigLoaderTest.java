package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.LogLevels.Level;
import org.sideros.start.error.StartError;

class GlobalConfigLoaderTest {
    private static final long USER = 1000;

    @TempDir
    Path directory;

    private GlobalLoad load(String toml) throws IOException {
        return load(toml, 0, Map.of());
    }

    private GlobalLoad load(String toml, long uid, Map<String, String> environment) throws IOException {
        Path file = directory.resolve("start.toml");
        Files.writeString(file, toml);
        return GlobalConfigLoader.load(Optional.of(file), uid, environment);
    }

    @Test
    void everythingThatAFileCanSayIsRead() throws IOException {
        GlobalConfig config = load("""
                        [init]
                        hostname = "sideros.example"
                        services_dir = "/srv/services"
                        runtime_dir = "/srv/run"
                        state_dir = "/srv/state"
                        default_target = "rescue.target"
                        shutdown_timeout = "2m"
                        control_group = "wheel"
                        cgroup_root = "/cg"

                        [logging]
                        level = "supervise=debug,warn"
                        output = "file:/var/log/start.log"

                        [defaults]
                        restart_delay = "1s"
                        stop_timeout = "2s"
                        start_timeout = "3s"

                        [journal]
                        dir = "/srv/log"
                        """).orThrow();

        assertEquals(Optional.of("sideros.example"), config.hostname());
        assertEquals(List.of(Path.of("/srv/services")), config.serviceDirectories());
        assertEquals(Path.of("/srv/run"), config.runtimeDir());
        assertEquals(Path.of("/srv/run/control.sock"), config.controlSocket());
        assertEquals(Path.of("/srv/state"), config.stateDir());
        assertEquals(Path.of("/srv/log"), config.journalDir());
        assertEquals("rescue.target", config.defaultTarget());
        assertEquals(Duration.ofMinutes(2), config.shutdownTimeout());
        assertEquals("wheel", config.controlGroup());
        assertEquals(Path.of("/cg"), config.cgroupRoot());
        assertEquals(new LogLevels(Level.WARN, Map.of("supervise", Level.DEBUG)), config.logLevels());
        assertEquals(new LogOutput.ToFile(Path.of("/var/log/start.log")), config.logOutput());
        assertEquals(
                new Defaults(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)), config.defaults());
        assertEquals(Optional.of(directory.resolve("start.toml")), config.file());
    }

    @Test
    void anEmptyTableHoldsTheDefaultsOfTheSystem() throws IOException {
        GlobalConfig config = load("[init]\n").orThrow();

        assertEquals(Optional.empty(), config.hostname());
        assertEquals(
                List.of(Path.of("/etc/sideros/services"), Path.of("/usr/lib/sideros/services")),
                config.serviceDirectories());
        assertEquals(Path.of("/run/sideros"), config.runtimeDir());
        assertEquals(Path.of("/var/lib/sideros"), config.stateDir());
        assertEquals(Path.of("/var/log/sideros"), config.journalDir());
        assertEquals("multi-user.target", config.defaultTarget());
        assertEquals(Duration.ofSeconds(90), config.shutdownTimeout());
        assertEquals("sideros", config.controlGroup());
        assertEquals(Path.of("/sys/fs/cgroup"), config.cgroupRoot());
        assertEquals(LogLevels.DEFAULT, config.logLevels());
        assertEquals(new LogOutput.Journal(), config.logOutput());
        assertEquals(Defaults.BUILT_IN, config.defaults());
    }

    @Test
    void aUserHasPathsOfTheXdgDirectories() throws IOException {
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", directory + "/c", "XDG_RUNTIME_DIR", "/run/user/7", "XDG_STATE_HOME", "/s");

        GlobalConfig config =
                GlobalConfigLoader.load(Optional.empty(), USER, environment).orThrow();

        assertEquals(Optional.empty(), config.file());
        assertEquals(List.of(directory.resolve("c/sideros/services")), config.serviceDirectories());
        assertEquals(Path.of("/run/user/7/sideros"), config.runtimeDir());
        assertEquals(Path.of("/s/sideros"), config.stateDir());
        assertEquals(Path.of("/s/sideros/log"), config.journalDir());

        Path file = directory.resolve("c/sideros/start.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[init]\ndefault_target = \"rescue.target\"\n");
        GlobalConfig read =
                GlobalConfigLoader.load(Optional.empty(), USER, environment).orThrow();
        assertEquals(Optional.of(file), read.file());
        assertEquals("rescue.target", read.defaultTarget());
    }

    @Test
    void withoutXdgVariablesAUserHasTheUsualPlaces() {
        GlobalConfig config = GlobalConfigLoader.load(
                        Optional.empty(), USER, Map.of("HOME", directory.toString(), "XDG_STATE_HOME", "relative"))
                .orThrow();

        assertEquals(List.of(directory.resolve(".config/sideros/services")), config.serviceDirectories());
        assertEquals(Path.of("/run/user/1000/sideros"), config.runtimeDir());
        assertEquals(directory.resolve(".local/state/sideros"), config.stateDir());
    }

    @Test
    void aRuntimeDirectoryOfItsOwnBringsStateAndLogWithIt() throws IOException {
        GlobalConfig config = load("[init]\nruntime_dir = \"/tmp/r\"\n").orThrow();
        assertEquals(Path.of("/tmp/r/state"), config.stateDir());
        assertEquals(Path.of("/tmp/r/log"), config.journalDir());

        GlobalConfig said = load("[init]\nruntime_dir = \"/tmp/r\"\nstate_dir = \"/s\"\n[journal]\ndir = \"/l\"\n")
                .orThrow();
        assertEquals(Path.of("/s"), said.stateDir());
        assertEquals(Path.of("/l"), said.journalDir());
    }

    @Test
    void theVendorDirectoryBelongsToTheUsualServicesDirectoryOnly() throws IOException {
        assertEquals(
                List.of(Path.of("/srv/s")),
                load("[init]\nservices_dir = \"/srv/s\"\n").orThrow().serviceDirectories());
        assertEquals(
                2,
                load("[init]\nservices_dir = \"/etc/sideros/services\"\n")
                        .orThrow()
                        .serviceDirectories()
                        .size());
    }

    @Test
    void relativePathsStartAtTheFile() throws IOException {
        GlobalConfig config = load("""
                        [init]
                        services_dir = "services"
                        runtime_dir = "./run"
                        [logging]
                        output = "file:start.log"
                        """).orThrow();

        assertEquals(List.of(directory.resolve("services")), config.serviceDirectories());
        assertEquals(directory.resolve("run"), config.runtimeDir());
        assertEquals(directory.resolve("run/state"), config.stateDir());
        assertEquals(new LogOutput.ToFile(directory.resolve("start.log")), config.logOutput());
    }

    @Test
    void theCommandLineBeatsTheVariableAndTheVariableTheDefault() throws IOException {
        Path one = Files.writeString(directory.resolve("one.toml"), "[init]\nhostname = \"one\"\n");
        Path two = Files.writeString(directory.resolve("two.toml"), "[init]\nhostname = \"two\"\n");
        Map<String, String> environment = Map.of("START_CONFIG", two.toString());

        assertEquals(
                Optional.of("one"),
                GlobalConfigLoader.load(Optional.of(one), 0, environment)
                        .orThrow()
                        .hostname());
        assertEquals(
                Optional.of("two"),
                GlobalConfigLoader.load(Optional.empty(), 0, environment)
                        .orThrow()
                        .hostname());
    }

    @Test
    void aFileThatWasNamedMustExist() {
        Path missing = directory.resolve("missing.toml");
        GlobalLoad byOption = GlobalConfigLoader.load(Optional.of(missing), 0, Map.of());
        GlobalLoad byVariable =
                GlobalConfigLoader.load(Optional.empty(), 0, Map.of("START_CONFIG", missing.toString()));

        for (GlobalLoad load : List.of(byOption, byVariable)) {
            StartError.ConfigurationInvalid e = assertThrows(StartError.ConfigurationInvalid.class, load::orThrow);
            assertEquals(missing + ": error: cannot read: No such file or directory", e.getMessage());
            assertEquals(Path.of("/run/sideros"), load.config().runtimeDir());
        }
    }

    @Test
    void whatIsWrongIsReportedAndTheRestHolds() throws IOException {
        GlobalLoad load = load("""
                [init]
                hostname = "no_such host"
                default_target = "../x"
                shutdown_timeout = "5s"
                runtime_dri = "/x"
                [logging]
                level = "loud"
                output = "syslog"
                [journal]
                compress = true
                max_file = "8M"
                max_use_per_service = "32M"
                rate_limit = "10000/30s"
                """);

        assertEquals(
                List.of("2:1", "3:1", "5:1", "7:1", "8:1", "10:1", "11:1", "12:1", "13:1"),
                load.problems().stream()
                        .map(p -> p.where().line() + ":" + p.where().column())
                        .toList());
        assertTrue(load.problems().get(2).message().endsWith("did you mean \"runtime_dir\"?"), load::toString);
        assertTrue(load.problems().getLast().message().endsWith("not supported yet"), load::toString);
        assertEquals(Duration.ofSeconds(5), load.config().shutdownTimeout());
        assertEquals("multi-user.target", load.config().defaultTarget());
        assertEquals(LogLevels.DEFAULT, load.config().logLevels());
    }

    @Test
    void aFileThatIsNoTomlLeavesTheDefaults() throws IOException {
        GlobalLoad load = load("[init\n");
        assertTrue(Problem.anyError(load.problems()));
        assertEquals(Path.of("/etc/sideros/services"), load.config().servicesDir());
    }

    @Test
    void theLogVariableBeatsTheFile() throws IOException {
        String toml = "[logging]\nlevel = \"service=trace,warn\"\n";
        assertEquals(
                Level.DEBUG,
                load(toml, 0, Map.of("START_LOG", "debug"))
                        .orThrow()
                        .logLevels()
                        .general());
        LogLevels levels = load(toml, 0, Map.of("START_LOG", "start::service=debug"))
                .orThrow()
                .logLevels();
        assertEquals(Level.DEBUG, levels.of("service"));
        assertEquals(Level.WARN, levels.general());
    }

    @Test
    void aWrongLogVariableIsOnlyAWarning() throws IOException {
        GlobalLoad load = load("[logging]\nlevel = \"warn\"\n", 0, Map.of("START_LOG", "loud"));
        assertEquals(Level.WARN, load.orThrow().logLevels().general());
        assertEquals(1, load.problems().size());
    }
}
