package org.sideros.start.app;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start status [NAME...]}: services in full, or a table of all. */
final class StatusCommand implements Verb {
    private static final int NOT_ACTIVE = 3;

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "Show services in full, or a table of all.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.words(spec, "NAME", "0..*", "Services, or patterns such as 'web*'.");
    }

    @Override
    public int run(Invocation invocation) {
        List<String> names = invocation.words();
        names.forEach(Job::check);
        Listing listing = Listing.of(invocation, names);
        boolean one = names.size() == 1 && !Job.isPattern(names.getFirst());
        if (invocation.json()) {
            invocation.print(one ? listing.json(listing.services().getFirst()) : listing.json());
        } else if (names.isEmpty()) {
            table(invocation, listing);
        } else {
            inFull(invocation, listing);
        }
        boolean inactive = listing.services().stream()
                .anyMatch(s -> s.state() == ServiceState.INACTIVE || s.state() == ServiceState.FAILED);
        return !names.isEmpty() && inactive ? NOT_ACTIVE : 0;
    }

    private static void table(Invocation invocation, Listing listing) {
        Instant now = Instant.now();
        Table table = new Table(invocation.width());
        table.add(List.of(
                Table.Cell.of("NAME"),
                Table.Cell.of("STATE"),
                Table.Cell.of("PID"),
                Table.Cell.of("SINCE"),
                Table.Cell.of("MEMORY"),
                Table.Cell.of("RESTARTS"),
                Table.Cell.of("NOTE")));
        for (ServiceStatus service : listing.services()) {
            String state = Text.plain(Text.state(service));
            table.add(List.of(
                    Table.Cell.of(service.name()),
                    new Table.Cell(state, Text.coloured(invocation.colour(), service.state(), state)),
                    Table.Cell.of(service.pid().isPresent() ? "" + service.pid().getAsInt() : "-"),
                    Table.Cell.of(listing.live() ? Text.ago(service.since(), now) : "-"),
                    Table.Cell.of(
                            service.memoryBytes().isPresent()
                                    ? Text.bytes(service.memoryBytes().getAsLong())
                                    : "-"),
                    Table.Cell.of("" + service.restartsTotal()),
                    Table.Cell.of(service.statusText().orElse(""))));
        }
        table.print(invocation.console().out());
    }

    private static void inFull(Invocation invocation, Listing listing) {
        boolean first = true;
        for (ServiceStatus service : listing.services()) {
            if (!first) {
                invocation.console().out().println();
            }
            first = false;
            new StatusText(invocation.console().out(), invocation.colour(), listing.live()).print(service);
        }
    }

    /** One service as lines of {@code key: value}. A key without a value is left out, except the three scripts look for. */
    private record StatusText(PrintWriter out, boolean colour, boolean live) {
        void print(ServiceStatus service) {
            Instant now = Instant.now();
            line("name", service.name());
            line("description", service.description());
            line("type", service.type().word());
            out.println("state: " + Text.coloured(colour, service.state(), Text.plain(Text.state(service))));
            line("result", service.result().word());
            line("pid", service.pid().isPresent() ? "" + service.pid().getAsInt() : "-");
            line("exit", exit(service));
            if (live) {
                line("since", Text.time(service.since(), now));
            }
            line("memory", memory(service));
            if (service.cpuUsec().isPresent()) {
                line("cpu", Text.processorTime(service.cpuUsec().getAsLong()));
            }
            line("tasks", tasks(service));
            line("restarts", service.restarts() + " (" + service.restartsTotal() + " in all)");
            line("status", service.statusText().orElse(""));
            line("enabled", service.enabled() ? "yes" : "no");
            line("requires", String.join(", ", service.requires()));
            line("wants", String.join(", ", service.wants()));
            line("after", String.join(", ", service.after()));
            line("not enforced", String.join("; ", service.notEnforced()));
            line("file", service.file().orElse("") + (service.stale() ? " (changed, restart to use it)" : ""));
            line("orphaned", service.orphaned() ? "its file is gone; it is forgotten once it stops" : "");
            line("invocation", service.invocation().orElse(""));
        }

        /** {@code 12.3M, peak 15.0M, max 50.0M}, as far as it is known. */
        private static String memory(ServiceStatus service) {
            List<String> parts = new ArrayList<>();
            service.memoryBytes().ifPresent(bytes -> parts.add(Text.bytes(bytes)));
            service.memoryPeakBytes().ifPresent(bytes -> parts.add("peak " + Text.bytes(bytes)));
            service.memoryMaxBytes().ifPresent(bytes -> parts.add("max " + Text.bytes(bytes)));
            return String.join(", ", parts);
        }

        private static String tasks(ServiceStatus service) {
            List<String> parts = new ArrayList<>();
            service.tasks().ifPresent(tasks -> parts.add("" + tasks));
            service.tasksMax().ifPresent(tasks -> parts.add("max " + tasks));
            return String.join(", ", parts);
        }

        private void line(String key, String value) {
            if (!value.isEmpty()) {
                out.println(key + ": " + Text.plain(value));
            }
        }

        private static String exit(ServiceStatus service) {
            if (service.exitSignal().isPresent()) {
                return service.exitSignal().get();
            }
            return service.exitCode().isPresent() ? "" + service.exitCode().getAsInt() : "-";
        }
    }
}
