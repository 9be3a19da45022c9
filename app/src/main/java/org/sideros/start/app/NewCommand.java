package org.sideros.start.app;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.NewService;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceFileWriter;
import org.sideros.start.config.ServiceName;
import org.sideros.start.config.ServiceType;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.error.StartError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code start new NAME COMMAND}: writes a service file and tells a running supervisor. */
final class NewCommand implements Verb {
    @Override
    public String name() {
        return "new";
    }

    @Override
    public String summary() {
        return "Write a service file and tell the supervisor.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("NAME")
                .index("0")
                .type(String.class)
                .required(true)
                .description("The service's name; its file is NAME.toml.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND")
                .index("1")
                .type(String.class)
                .required(true)
                .description("The command line, as one word: quote it.")
                .build());
        Options.value(spec, "FILE", "Append the output to this file.", "-o", "--output");
        Options.value(spec, "T", "simple (the default), forking, oneshot, notify, idle.", "--type");
        Options.value(spec, "USER", "Run as this user.", "--user");
        Options.values(spec, "K=V", "Set an environment variable; may be repeated.", "--env");
        Options.values(spec, "NAME", "Start after these (with commas, or repeated).", "--after");
        Options.values(spec, "NAME", "Start only with these (with commas, or repeated).", "--requires");
        Options.value(spec, "POLICY", "no, on-success, on-failure, on-abnormal, always.", "--restart");
        Options.flag(spec, "--force", "Replace a file that is there.");
        Options.flag(spec, "--start", "Start it.");
    }

    @Override
    public int run(Invocation invocation) {
        GlobalConfig config = invocation.config();
        NewService service = new NewService(
                ServiceName.check(invocation.word(0)),
                invocation.word(1),
                invocation.value("-o"),
                invocation.word("--type", ServiceType.class),
                invocation.value("--user"),
                environment(invocation.values("--env")),
                names(invocation.values("--after")),
                names(invocation.values("--requires")),
                invocation.word("--restart", RestartPolicy.class));
        Path file = write(service, config.servicesDir(), invocation.flag("--force"));
        if (invocation.json()) {
            JsonObject document = new JsonObject();
            document.addProperty("name", service.name());
            document.addProperty("file", file.toString());
            invocation.print(document);
        } else {
            invocation.console().out().println(service.name() + ": wrote " + file);
        }
        return tell(invocation, config, service.name());
    }

    /** Without a supervisor the file is all there is to do, unless the service was to be started. */
    private static int tell(Invocation invocation, GlobalConfig config, String name) {
        boolean start = invocation.flag("--start");
        try (ControlClient client = ControlClient.connect(config.controlSocket())) {
            client.call("Reload", new JsonObject());
            if (!start) {
                return 0;
            }
        } catch (StartError.NoSupervisor e) {
            if (start) {
                throw e;
            }
            invocation.console().error(e.getMessage() + "; it will find the file");
            return 0;
        }
        return Job.run(invocation, "Start", List.of(name));
    }

    private static Path write(NewService service, Path directory, boolean replace) {
        try {
            return ServiceFileWriter.write(service, directory, replace);
        } catch (IOException e) {
            throw new StartError.StartFailed(
                    service.name(), "write", 0, "cannot write its file in " + directory + ": " + Text.reason(e));
        }
    }

    private static Map<String, String> environment(List<String> settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new StartError.InvalidArgument(
                        "--env", "--env: \"" + Text.plain(setting) + "\" is not NAME=VALUE");
            }
            environment.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return environment;
    }

    private static List<String> names(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .map(ServiceName::check)
                .toList();
    }
}
