package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.config.ServiceFileReader.Reading;

class ServiceFileReaderTest {
    private static final Path FILE = Path.of("/etc/sideros/services/x.toml");

    private static Reading read(String toml) {
        return read("x", toml);
    }

    private static Reading read(String name, String toml) {
        List<Problem> problems = new ArrayList<>();
        Value.Table table = TomlSource.parse(FILE, toml, problems);
        if (table == null) {
            throw new AssertionError(problems.toString());
        }
        return new ServiceFileReader(Defaults.BUILT_IN).read(name, table, FILE);
    }

    private static ServiceConfig valid(String toml) {
        Reading reading = read(toml);
        assertEquals(List.of(), reading.problems());
        return reading.config();
    }

    private static List<String> problems(String toml) {
        return read(toml).problems().stream().map(Problem::toString).toList();
    }

    private static void assertProblems(String toml, String... expected) {
        List<String> prefixed = new ArrayList<>();
        for (String problem : expected) {
            prefixed.add(FILE + ":" + problem);
        }
        assertEquals(prefixed, problems(toml));
    }

    @Test
    void theCompleteFormOfASupportedServiceIsRead() {
        ServiceConfig config = valid("""
                [service]
                name = "x"
                description = "PostgreSQL Database Server"
                type = "oneshot"
                exec = "/usr/bin/postgres -D ${PGDATA} '%%d'"
                enabled = false
                remain_after_exit = true
                user = "postgres"
                group = 33
                supplementary_groups = ["tls", "0"]
                working_directory = "/var/lib/postgresql"
                umask = "0027"
                nice = -5
                oom_score_adj = -900
                environment_file = ["-/etc/default/x", "/etc/x.env"]
                stdout = "append:/var/log/x.log"
                stderr = "null"
                success_exit_codes = [0, 143]
                prevent_restart_codes = [2]

                [service.environment]
                PGDATA = "/var/lib/postgresql/data"
                PGPORT = "5432"

                [service.restart]
                policy = "on-failure"
                delay = "10s"
                max_delay = "2m"
                multiplier = 1.5
                max_attempts = 7
                reset_after = "1h"

                [service.timeout]
                start = "90s"
                stop = "30s"

                [service.stop]
                signal = "INT"
                mode = "mixed"

                [service.dependencies]
                after = ["network.target", "local-fs.target"]
                before = ["b"]
                requires = ["r"]
                wants = ["w@1"]
                wanted_by = ["multi-user.target"]
                required_by = ["q"]

                [service.conditions]
                path_exists = "/etc/x"
                path_missing = ["/a", "/b"]
                directory_not_empty = "/d"
                kernel_command_line = ["quiet", "x=1"]

                [service.resource_limits]
                memory_max = "4G"
                memory_high = "infinity"
                memory_swap_max = 0
                cpu_quota = "80%"
                cpu_weight = 100
                tasks_max = 512
                io_weight = 10000
                nofile = 65536
                core = "0:infinity"
                memlock = "8M"

                [service.security]
                no_new_privileges = true
                """);

        assertEquals("PostgreSQL Database Server", config.description());
        assertEquals(ServiceType.ONESHOT, config.type());
        assertEquals(
                List.of("/usr/bin/postgres", "-D", "/data", "%d"),
                config.exec().getFirst().expanded(Map.of("PGDATA", "/data")));
        assertTrue(!config.enabled());
        assertTrue(config.remainAfterExit());
        assertEquals(Optional.of("postgres"), config.user());
        assertEquals(Optional.of("33"), config.group());
        assertEquals(List.of("tls", "0"), config.supplementaryGroups());
        assertEquals(Optional.of(Path.of("/var/lib/postgresql")), config.workingDirectory());
        assertEquals(OptionalInt.of(0027), config.umask());
        assertEquals(-5, config.nice());
        assertEquals(OptionalInt.of(-900), config.oomScoreAdj());
        assertEquals(
                List.of(
                        new EnvironmentFile(Path.of("/etc/default/x"), true),
                        new EnvironmentFile(Path.of("/etc/x.env"), false)),
                config.environmentFiles());
        assertEquals(new Output.Append(Path.of("/var/log/x.log")), config.stdout());
        assertEquals(new Output.Null(), config.stderr());
        assertEquals(Set.of(0, 143), config.successExitCodes());
        assertEquals(Set.of(2), config.preventRestartCodes());
        assertEquals(Map.of("PGDATA", "/var/lib/postgresql/data", "PGPORT", "5432"), config.environment());
        assertEquals(
                new Restart(
                        RestartPolicy.ON_FAILURE,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        1.5,
                        7,
                        Duration.ofHours(1),
                        Optional.empty()),
                config.restart());
        assertEquals(Duration.ofSeconds(90), config.timeouts().start());
        assertEquals(Duration.ofSeconds(30), config.timeouts().stop());
        assertEquals(new Stop("SIGINT", Stop.Mode.MIXED, List.of()), config.stop());
        assertEquals(
                List.of(
                        new Dependency("network.target", new Location(FILE, 42, 1)),
                        new Dependency("local-fs.target", new Location(FILE, 42, 1))),
                config.dependencies().after().stream()
                        .map(d -> new Dependency(
                                d.name(), new Location(FILE, d.where().line(), 1)))
                        .toList());
        assertEquals("b", config.dependencies().before().getFirst().name());
        assertEquals("r", config.dependencies().requires().getFirst().name());
        assertEquals("w@1", config.dependencies().wants().getFirst().name());
        assertEquals(
                "multi-user.target", config.dependencies().wantedBy().getFirst().name());
        assertEquals("q", config.dependencies().requiredBy().getFirst().name());
        assertEquals(
                new Conditions(
                        List.of(Path.of("/etc/x")),
                        List.of(Path.of("/a"), Path.of("/b")),
                        List.of(Path.of("/d")),
                        List.of("quiet", "x=1"),
                        List.of()),
                config.conditions());
        assertEquals(
                new ResourceLimits(
                        OptionalLong.of(4L << 30),
                        OptionalLong.of(ResourceLimits.INFINITY),
                        OptionalLong.of(0),
                        OptionalLong.of(80),
                        OptionalLong.of(100),
                        OptionalLong.of(512),
                        OptionalLong.of(10_000),
                        Map.of(
                                "nofile", new ResourceLimits.Rlimit(65_536, 65_536),
                                "core", new ResourceLimits.Rlimit(0, ResourceLimits.INFINITY),
                                "memlock", new ResourceLimits.Rlimit(8 << 20, 8 << 20))),
                config.limits());
        assertTrue(config.security().noNewPrivileges());
        assertEquals(Optional.of(FILE), config.file());
    }

    @Test
    void everyKeyOfTheSupervisionIsUnderstood() {
        Reading reading = read("""
                [service]
                type = "forking"
                exec = "/bin/x"
                exec_start_pre = ["-/bin/pre 'a b'", ["/bin/exact", "$A"]]
                exec_start_post = "/bin/post"
                exec_reload = "/bin/reload"
                exec_stop = "/bin/stop"
                exec_stop_post = "/bin/stop-post"
                pid_file = "/run/x.pid"
                notify_access = "all"
                ready = "tcp:127.0.0.1:80"
                tty = "/dev/ttyS0"
                [service.restart]
                retry_after = "15m"
                [service.timeout]
                reload = "1s"
                watchdog = "2s"
                runtime_max = "3s"
                [service.stop]
                sequence = ["SIGTERM:5s", "SIGKILL"]
                [service.dependencies]
                binds_to = ["a"]
                part_of = ["b"]
                conflicts = ["c"]
                [service.conditions]
                command = "-/bin/test -e /x"
                [service.security]
                capabilities = ["CAP_NET_BIND_SERVICE"]
                private_tmp = true
                private_network = true
                private_devices = true
                private_pids = true
                protect_system = true
                protect_home = false
                read_only_paths = ["/a"]
                inaccessible_paths = ["-/b"]
                """);

        assertEquals(List.of(), reading.problems());
        ServiceConfig config = reading.config();
        assertEquals(ServiceType.FORKING, config.type());
        assertEquals(
                List.of(Command.exact("/bin/pre", "a b").tolerant(), Command.exact("/bin/exact", "$A")),
                config.hooks().startPre());
        assertEquals(List.of(Command.exact("/bin/post")), config.hooks().startPost());
        assertEquals(List.of(Command.exact("/bin/reload")), config.hooks().reload());
        assertEquals(List.of(Command.exact("/bin/stop")), config.hooks().stop());
        assertEquals(List.of(Command.exact("/bin/stop-post")), config.hooks().stopPost());
        assertEquals(Optional.of(Path.of("/run/x.pid")), config.pidFile());
        assertEquals(ServiceConfig.NotifyAccess.ALL, config.notifyAccess());
        assertEquals(Optional.of(new Readiness(Readiness.Kind.TCP, "127.0.0.1:80")), config.ready());
        assertEquals(Optional.of(Path.of("/dev/ttyS0")), config.tty());
        assertEquals(Optional.of(Duration.ofMinutes(15)), config.restart().retryAfter());
        assertEquals(Duration.ofSeconds(1), config.timeouts().reload());
        assertEquals(Duration.ofSeconds(2), config.timeouts().watchdog());
        assertEquals(Duration.ofSeconds(3), config.timeouts().runtimeMax());
        assertEquals(
                List.of(new Stop.Step("SIGTERM", Duration.ofSeconds(5)), new Stop.Step("SIGKILL", Durations.INFINITE)),
                config.stop().sequence());
        assertEquals("a", config.dependencies().bindsTo().getFirst().name());
        assertEquals("b", config.dependencies().partOf().getFirst().name());
        assertEquals("c", config.dependencies().conflicts().getFirst().name());
        assertEquals(
                List.of(Command.exact("/bin/test", "-e", "/x").tolerant()),
                config.conditions().command());
        assertEquals(
                new Security(
                        false,
                        true,
                        List.of("CAP_NET_BIND_SERVICE"),
                        true,
                        true,
                        true,
                        true,
                        true,
                        false,
                        List.of(new Security.Place(Path.of("/a"), false)),
                        List.of(new Security.Place(Path.of("/b"), true))),
                config.security());
    }

    @Test
    void aNotifySocketIsReadForTheNotifyType() {
        Reading reading = read("[service]\ntype = \"notify\"\nexec = \"/bin/x\"\nnotify_socket = \"@abstract\"\n");
        assertEquals(Optional.of("@abstract"), reading.config().notifySocket());
        assertEquals(List.of(), reading.problems());
    }

    @Test
    void whatAFileDoesNotSayComesFromTheDefaults() {
        Defaults defaults = new Defaults(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        Value.Table table = TomlSource.parse(
                FILE, "[service]\nexec = \"/bin/x\"\n[service.restart]\npolicy = \"always\"\n", new ArrayList<>());
        assertTrue(table != null);
        ServiceConfig config =
                new ServiceFileReader(defaults).read("x", table, FILE).config();
        assertEquals(
                new Restart(
                        RestartPolicy.ALWAYS,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1,
                        5,
                        Duration.ofSeconds(60),
                        Optional.empty()),
                config.restart());
        assertEquals(Duration.ofSeconds(2), config.timeouts().stop());
        assertEquals(Duration.ofSeconds(3), config.timeouts().start());
        assertEquals(new Output.Journal(), config.stdout());
        assertEquals(new Output.Stdout(), config.stderr());
        assertTrue(config.enabled());
    }

    @Test
    void aOneshotHasNoStartTimeOutUnlessItSaysSo() {
        assertTrue(Durations.isInfinite(valid("[service]\ntype = \"oneshot\"\nexec = \"/bin/x\"\n")
                .timeouts()
                .start()));
        assertEquals(
                Duration.ofSeconds(5),
                valid("[service]\ntype = \"oneshot\"\nexec = \"/bin/x\"\n[service.timeout]\nstart = \"5s\"\n")
                        .timeouts()
                        .start());
    }

    @Test
    void aMultiplierWithoutABoundHasOneOfAMinute() {
        Restart restart = valid("[service]\nexec = \"/bin/x\"\n[service.restart]\ndelay = \"1s\"\nmultiplier = 2\n")
                .restart();
        assertEquals(Duration.ofMinutes(1), restart.maxDelay());
    }

    @Test
    void anArrayIsOneCommandOfExactArgumentsAndArraysInsideAreSeveral() {
        assertEquals(
                List.of(Command.exact("/bin/sh", "-c", "date +%s $HOME %n")),
                valid("[service]\nexec = [\"/bin/sh\", \"-c\", \"date +%s $HOME %n\"]\n")
                        .exec());
        assertEquals(
                List.of(Command.exact("/bin/a", "%n"), Command.exact("/bin/b", "x y")),
                valid("[service]\ntype = \"oneshot\"\nexec = [[\"/bin/a\", \"%n\"], \"/bin/b '%n y'\"]\n")
                        .exec());
    }

    @Test
    void specifiersAreFilledIntoStrings() {
        Reading reading = read("getty@tty1", """
                [service]
                description = "Getty on %i (%n), 100%%"
                exec = "/sbin/agetty %i"
                working_directory = "/srv/%i"
                [service.environment]
                TTY = "%i"
                [service.dependencies]
                after = ["dev-%i"]
                """);
        assertEquals(List.of(), reading.problems());
        ServiceConfig config = reading.config();
        assertEquals("Getty on tty1 (getty@tty1), 100%", config.description());
        assertEquals(List.of("/sbin/agetty", "tty1"), config.exec().getFirst().words());
        assertEquals(Optional.of(Path.of("/srv/tty1")), config.workingDirectory());
        assertEquals(Map.of("TTY", "tty1"), config.environment());
        assertEquals("dev-tty1", config.dependencies().after().getFirst().name());
    }

    @Test
    void whatIsNoSpecifierStaysWithAWarning() {
        Reading reading = read("[service]\nexec = \"/bin/date +%s %i 5% %\"\n");
        assertEquals(
                List.of("/bin/date", "+%s", "%i", "5%", "%"),
                reading.config().exec().getFirst().words());
        assertEquals(2, reading.problems().size());
        assertTrue(reading.usable().isPresent());
    }

    @Test
    void everyProblemOfAFileIsReportedAtItsPlace() {
        assertProblems(
                """
                [service]
                exce = "/bin/x"
                umask = "0999"
                  nice = 20
                [service.restart]
                delay = 5
                policy = "allways"
                [service.dependencies]
                after = ["ok", "../no",
                  3]
                requires = "a"
                [servic]
                """,
                "2:1: error: unknown key \"exce\" in [service]; did you mean \"exec\"?",
                "3:1: error: service.umask: \"0999\" is not a mask of \"0000\" to \"0777\" (octal digits)",
                "4:3: error: service.nice: 20 is not in -20 to 19",
                "6:1: error: service.restart.delay: expected a duration such as \"5s\", found an integer",
                "7:1: error: service.restart.policy: \"allways\" is not one of no, on-success, on-failure, on-abnormal,"
                        + " always; did you mean \"always\"?",
                "9:16: error: service.dependencies.after: " + ServiceName.invalid("../no"),
                "10:3: error: service.dependencies.after: expected a string, found an integer",
                "11:1: error: service.dependencies.requires: expected an array of service names, found a string",
                "12:1: error: unknown table \"servic\" at the top level; did you mean [service]?",
                "1:1: error: service: exec is missing: a service of type \"simple\" needs a command (only type ="
                        + " \"target\" has none)");
    }

    @Test
    void aKeyInTheWrongPlaceIsPointedToTheRightOne() {
        assertProblems(
                "exec = \"/bin/x\"\n[service]\nexec = \"/bin/x\"\nrestart_policy = \"no\"\nPath_Exists = \"/x\"\n",
                "1:1: error: unknown key \"exec\" at the top level; did you mean \"exec\" in [service]?",
                "4:1: error: unknown key \"restart_policy\" in [service]; did you mean \"policy\" in [service.restart]?",
                "5:1: error: unknown key \"Path_Exists\" in [service]; did you mean \"path_exists\" in"
                        + " [service.conditions]?");
        assertProblems(
                "[service]\nexec = \"/bin/x\"\nrestart = \"always\"\n",
                "3:1: error: service.restart: expected a table, found a string; write [service.restart]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec = \"\"",
                "exec = []",
                "exec = [\"\"]",
                "exec = [3]",
                "exec = 3",
                "exec = \"/bin/x 'a\"",
                "exec = \"bin/x\"",
                "exec = \"./x\"",
                "exec = \"-/bin/x\"",
                "exec = \"$CMD\"",
                "exec = \"/bin/x \\u0000\"",
                "exec = [[\"/bin/a\"], [\"/bin/b\"]]",
                "type = \"simpel\"\nexec = \"/bin/x\"",
                "type = \"target\"\nexec = \"/bin/x\"",
                "type = \"oneshot\"",
                "exec = \"/bin/x\"\nremain_after_exit = true",
                "exec = \"/bin/x\"\npid_file = \"/x\"",
                "exec = \"/bin/x\"\nenabled = \"yes\"",
                "exec = \"/bin/x\"\nuser = \"\"",
                "exec = \"/bin/x\"\nuser = -1",
                "exec = \"/bin/x\"\nuser = 4294967295",
                "exec = \"/bin/x\"\ngroup = \"a b\"",
                "exec = \"/bin/x\"\nworking_directory = \"srv\"",
                "exec = \"/bin/x\"\nworking_directory = \"\"",
                "exec = \"/bin/x\"\numask = \"1777\"",
                "exec = \"/bin/x\"\numask = 18",
                "exec = \"/bin/x\"\nnice = -21",
                "exec = \"/bin/x\"\nnice = 1.5",
                "exec = \"/bin/x\"\noom_score_adj = 1001",
                "exec = \"/bin/x\"\nstdout = \"stdout\"",
                "exec = \"/bin/x\"\nstdout = \"/var/log/x\"",
                "exec = \"/bin/x\"\nstdout = \"file:x\"",
                "exec = \"/bin/x\"\nsuccess_exit_codes = [256]",
                "exec = \"/bin/x\"\nsuccess_exit_codes = 0",
                "exec = \"/bin/x\"\ndescription = 1979-05-27",
                "exec = \"/bin/x\"\nenvironment = \"A=1\"",
                "exec = \"/bin/x\"\nenvironment.A = 1",
                "exec = \"/bin/x\"\nenvironment.1A = \"1\"",
                "exec = \"/bin/x\"\nenvironment.\"A=B\" = \"1\"",
                "exec = \"/bin/x\"\nenvironment.\"\" = \"1\"",
                "exec = \"/bin/x\"\nenvironment.\"A\\u0000\" = \"1\"",
                "exec = \"/bin/x\"\nenvironment_file = \"etc/x\"",
                "exec = \"/bin/x\"\nrestart.delay = \"-5s\"",
                "exec = \"/bin/x\"\nrestart.delay = \"infinity\"",
                "exec = \"/bin/x\"\nrestart.multiplier = 0.5",
                "exec = \"/bin/x\"\nrestart.multiplier = nan",
                "exec = \"/bin/x\"\nrestart.max_attempts = -1",
                "exec = \"/bin/x\"\nrestart = {delay = \"5s\", max_delay = \"1s\"}",
                "exec = \"/bin/x\"\ntype = \"oneshot\"\nrestart.policy = \"always\"",
                "exec = \"/bin/x\"\ntype = \"oneshot\"\nrestart.policy = \"on-success\"",
                "exec = \"/bin/x\"\ntimeout.start = \"0s\"",
                "exec = \"/bin/x\"\nstop.signal = \"SIGFOO\"",
                "exec = \"/bin/x\"\nstop.mode = \"all\"",
                "exec = \"/bin/x\"\nconditions.path_exists = \"x\"",
                "exec = \"/bin/x\"\nresource_limits.memory_max = 0",
                "exec = \"/bin/x\"\nresource_limits.memory_max = \"lots\"",
                "exec = \"/bin/x\"\nresource_limits.cpu_quota = 80",
                "exec = \"/bin/x\"\nresource_limits.cpu_quota = \"0%\"",
                "exec = \"/bin/x\"\nresource_limits.cpu_weight = 0",
                "exec = \"/bin/x\"\nresource_limits.io_weight = 10001",
                "exec = \"/bin/x\"\nresource_limits.tasks_max = 0",
                "exec = \"/bin/x\"\nresource_limits.nofile = \"10:5\"",
                "exec = \"/bin/x\"\nresource_limits.nofile = -1",
                "exec = \"/bin/x\"\nresource_limits.nofiles = 1",
                "exec = \"/bin/x\"\nsecurity.no_new_privileges = 1",
                "exec = \"/bin/x\"\n\"restart.delay\" = \"5s\"",
                "exec = \"/bin/x\"\n\"a\\u001b[2J\" = 1"
            })
    void anImpossibleValueIsOneErrorWithAPlace(String body) {
        Reading reading = read("[service]\n" + body + "\n");
        List<Problem> errors =
                reading.problems().stream().filter(Problem::isError).toList();
        assertEquals(1, errors.size(), () -> body + ": " + reading.problems());
        assertTrue(errors.getFirst().where().line() > 0, errors::toString);
        assertTrue(errors.getFirst().message().chars().noneMatch(Character::isISOControl), errors::toString);
        assertTrue(reading.usable().isEmpty());
    }

    @Test
    void aFileWithoutAServiceTableSaysSo() {
        assertEquals(List.of(FILE + ": error: has no [service] table"), problems("# nothing but a comment\n"));
    }

    @Test
    void whatATargetCannotUseIsWarnedOf() {
        Reading reading =
                read("[service]\ntype = \"target\"\nuser = \"www\"\n[service.dependencies]\nwants = [\"a\"]\n");
        assertEquals(
                List.of(FILE + ":3:1: warning: service.user: has no effect on a target"),
                reading.problems().stream().map(Problem::toString).toList());
        assertTrue(reading.usable().isPresent());
    }

    @Test
    void shellSyntaxOutsideAShellIsWarnedOf() {
        Reading reading = read("[service]\nexec = \"/bin/echo hello > /tmp/x\"\n");
        assertTrue(reading.usable().isPresent());
        assertTrue(reading.problems().getFirst().message().contains("no shell runs"), reading::toString);
    }
}
