package org.sideros.start.config;

import static org.sideros.start.config.Readers.TRUTH;
import static org.sideros.start.config.Readers.finiteDuration;
import static org.sideros.start.config.Readers.positiveDuration;
import static org.sideros.start.config.Readers.text;
import static org.sideros.start.config.ServiceReaders.size;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.sideros.start.config.Schema.Reader;

/** The table of all keys of {@code start.toml}. */
final class GlobalKeys {
    /** What the kernel keeps of a host's name, {@code sethostname(2)}. */
    private static final int HOST_NAME_MAX = 64;

    private static final Pattern HOST_LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern RATE = Pattern.compile("[0-9]{1,9}/.+");

    private static final Reader<Path> PATH = text(Readers::path);

    private static final Reader<String> HOST_NAME = text(name -> {
        boolean valid = !name.isEmpty() && name.length() <= HOST_NAME_MAX;
        for (String label : name.split("\\.", -1)) {
            valid &= HOST_LABEL.matcher(label).matches();
        }
        if (!valid) {
            throw new InvalidValueException(ServiceName.show(name)
                    + " is not a host name: letters, digits and -, in parts joined by dots, 64 at most");
        }
        return name;
    });

    private static final Reader<String> SERVICE = text(name -> {
        if (!ServiceName.isValid(name)) {
            throw new InvalidValueException(ServiceName.invalid(name));
        }
        return name;
    });

    private static final Reader<LogOutput> LOG_OUTPUT = text(output -> {
        if (output.equals("journal")) {
            return new LogOutput.Journal();
        }
        if (output.startsWith("file:")) {
            return new LogOutput.ToFile(Readers.path(output.substring("file:".length())));
        }
        throw new InvalidValueException(ServiceName.show(output) + " is neither \"journal\" nor \"file:/path\"");
    });

    private static final Reader<String> RATE_LIMIT = text(rate -> {
        if (!RATE.matcher(rate).matches()) {
            throw new InvalidValueException(ServiceName.show(rate) + " is not a rate such as \"10000/30s\"");
        }
        Durations.parse(rate.substring(rate.indexOf('/') + 1));
        return rate;
    });

    static final Schema<GlobalDraft> SCHEMA = new Schema<GlobalDraft>()
            .key("init.hostname", HOST_NAME, (d, v) -> d.hostname = v)
            .key("init.services_dir", PATH, (d, v) -> d.servicesDir = v)
            .key("init.runtime_dir", PATH, (d, v) -> d.runtimeDir = v)
            .key("init.state_dir", PATH, (d, v) -> d.stateDir = v)
            .key("init.default_target", SERVICE, (d, v) -> d.defaultTarget = v)
            .key("init.shutdown_timeout", positiveDuration(), (d, v) -> d.shutdownTimeout = v)
            .key("init.control_group", ServiceReaders.ACCOUNT_NAME, (d, v) -> d.controlGroup = v)
            .key("init.cgroup_root", PATH, (d, v) -> d.cgroupRoot = v)
            .key("logging.level", text(LogLevels::parse), (d, v) -> d.logLevels = v)
            .key("logging.output", LOG_OUTPUT, (d, v) -> d.logOutput = v)
            .key("defaults.restart_delay", finiteDuration(), (d, v) -> d.restartDelay = v)
            .key("defaults.stop_timeout", Readers.DURATION, (d, v) -> d.stopTimeout = v)
            .key("defaults.start_timeout", positiveDuration(), (d, v) -> d.startTimeout = v)
            .key("journal.dir", PATH, (d, v) -> d.journalDir = v)
            .unsupported("journal.max_use_per_service", size(1), (_, _) -> {})
            .unsupported("journal.max_file", size(1), (_, _) -> {})
            .unsupported("journal.compress", TRUTH, (_, _) -> {})
            .unsupported("journal.rate_limit", RATE_LIMIT, (_, _) -> {});

    private GlobalKeys() {}
}
