package org.sideros.start.app;

import com.google.gson.JsonObject;
import java.util.List;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.error.StartError;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start shutdown}: stops everything, then powers off, or ends as told. */
final class ShutdownCommand implements Verb {
    private static final List<String> KINDS = List.of("reboot", "halt", "poweroff");

    @Override
    public String name() {
        return "shutdown";
    }

    @Override
    public String summary() {
        return "Stop everything and power off.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "--reboot", "Reboot instead.");
        Options.flag(spec, "--halt", "Halt instead.");
        Options.flag(spec, "--poweroff", "Power off (what happens without an option).");
        Options.flag(spec, "--force", "Do not wait for services to stop by themselves.");
    }

    @Override
    public int run(Invocation invocation) {
        List<String> kinds =
                KINDS.stream().filter(kind -> invocation.flag("--" + kind)).toList();
        if (kinds.size() > 1) {
            throw new StartError.InvalidArgument(
                    "kind", "--" + kinds.get(0) + " and --" + kinds.get(1) + " exclude each other");
        }
        JsonObject parameters = new JsonObject();
        parameters.addProperty("kind", kinds.isEmpty() ? "poweroff" : kinds.getFirst());
        parameters.addProperty("force", invocation.flag("--force"));
        try (ControlClient client = invocation.connect()) {
            client.call("Shutdown", parameters);
        }
        return 0;
    }
}
