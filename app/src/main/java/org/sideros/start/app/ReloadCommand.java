package org.sideros.start.app;

import com.google.gson.JsonObject;
import java.util.List;
import org.sideros.start.control.client.ControlClient;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start reload [NAME...]}: the services' own configuration, or without a name the supervisor's. */
final class ReloadCommand implements Verb {
    @Override
    public String name() {
        return "reload";
    }

    @Override
    public String summary() {
        return "Have services reload their configuration; without a name, read the service files again.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Job.declare(spec, "0..*", false);
    }

    @Override
    public int run(Invocation invocation) {
        if (!invocation.words().isEmpty()) {
            return Job.run(invocation, "Reload", invocation.words());
        }
        try (ControlClient client = invocation.connect()) {
            return files(invocation, client);
        }
    }

    /** Has the supervisor read the service files again; 1 when some of them could not be used. */
    static int files(Invocation invocation, ControlClient client) {
        JsonObject reply = client.call("Reload", new JsonObject());
        Console console = invocation.console();
        try {
            Fields fields = new Fields(reply);
            if (invocation.json()) {
                invocation.print(reply);
            } else {
                boolean anything = false;
                for (String what : List.of("added", "changed", "removed")) {
                    List<String> names = fields.strings(what);
                    anything |= !names.isEmpty();
                    if (!names.isEmpty()) {
                        console.out().println(what + ": " + String.join(", ", names));
                    }
                }
                if (!anything) {
                    console.out().println("nothing changed");
                }
            }
            boolean broken = false;
            for (JsonObject problem : fields.objects("problems")) {
                Problems.printDecoded(console, problem);
                broken |= new Fields(problem).string("severity").equals("error");
            }
            return broken ? 1 : 0;
        } catch (ProtocolException e) {
            throw new StartError.Refused("the supervisor's answer makes no sense here: " + e.getMessage());
        }
    }
}
