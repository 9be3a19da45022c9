package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sideros.start.cgroup.Usage;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.graph.DependencyGraph;
import org.sideros.start.service.Exit;
import org.sideros.start.service.Life;
import org.sideros.start.service.ServiceStatus;

/** Puts together what is shown of a service. */
final class Statuses {
    private Statuses() {}

    static ServiceStatus of(ServiceLoop loop, Definitions definitions) {
        ServiceLoop.View view = loop.seen();
        Life life = view.life();
        ServiceConfig config = view.config();
        DependencyGraph graph = definitions.graph();
        boolean inGraph = graph.names().contains(config.name());
        Optional<Exit> exit = life.exit();
        Usage usage = loop.processes().usage();
        return new ServiceStatus(
                config.name(),
                config.description(),
                config.type(),
                life.shown(),
                life.substate(),
                life.result(),
                config.enabled(),
                life.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(life.pid()),
                view.since(),
                exit.filter(e -> !e.signalled())
                        .map(e -> OptionalInt.of(e.code()))
                        .orElse(OptionalInt.empty()),
                exit.filter(Exit::signalled).map(Exit::signal),
                life.streak(),
                life.restartsTotal(),
                view.invocation(),
                text(life),
                config.file().map(Path::toString),
                view.stale(),
                view.orphaned(),
                usage.memory(),
                usage.memoryPeak(),
                usage.memoryMax(),
                usage.cpuUsec(),
                usage.tasks(),
                usage.tasksMax(),
                inGraph ? graph.requires(config.name()) : List.of(),
                inGraph ? graph.wants(config.name()) : List.of(),
                inGraph ? graph.orderedAfter(config.name()) : List.of(),
                view.notEnforced(),
                inGraph ? graph.level(config.name()) : 0);
    }

    private static Optional<String> text(Life life) {
        List<String> waitsFor = life.waitsFor();
        if (!waitsFor.isEmpty()) {
            return Optional.of("waits for " + String.join(", ", waitsFor));
        }
        String text = life.message().isEmpty() ? life.text() : life.message();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
