package org.sideros.start.app;

import java.util.List;
import java.util.Optional;
import org.sideros.start.config.ServiceType;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start list}: one line a service, without a heading, for people and for {@code while read}. */
final class ListCommand implements Verb {
    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "List services: name, type, state, enabled, description.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.value(spec, "S", "Only those in this state: active, failed ...", "--state");
        Options.value(spec, "T", "Only those of this type: simple, oneshot, target ...", "--type");
    }

    @Override
    public int run(Invocation invocation) {
        Optional<ServiceState> state = invocation.word("--state", ServiceState.class);
        Optional<ServiceType> type = invocation.word("--type", ServiceType.class);
        Listing all = Listing.of(invocation, List.of());
        Listing chosen = new Listing(
                all.services().stream()
                        .filter(service -> state.isEmpty() || service.state() == state.get())
                        .filter(service -> type.isEmpty() || service.type() == type.get())
                        .toList(),
                all.live());
        if (invocation.json()) {
            invocation.print(chosen.json());
            return 0;
        }
        Table table = new Table(invocation.width());
        for (ServiceStatus service : chosen.services()) {
            String word = service.state().word();
            table.add(List.of(
                    Table.Cell.of(service.name()),
                    Table.Cell.of(service.type().word()),
                    new Table.Cell(word, Text.coloured(invocation.colour(), service.state(), word)),
                    Table.Cell.of(service.enabled() ? "enabled" : "disabled"),
                    Table.Cell.of(service.description())));
        }
        table.print(invocation.console().out());
        return 0;
    }
}
