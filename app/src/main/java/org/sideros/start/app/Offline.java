package org.sideros.start.app;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sideros.start.config.Dependency;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.LoadedFile;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.config.ServiceName;
import org.sideros.start.config.ServiceType;
import org.sideros.start.error.StartError;
import org.sideros.start.service.Result;
import org.sideros.start.service.ServiceState;
import org.sideros.start.service.ServiceStatus;

/** What the service files say about services when there is no supervisor to ask: none of them runs. */
final class Offline {
    private Offline() {}

    /** The services that {@code names} means, patterns included; all when it is empty. */
    static List<ServiceStatus> status(Invocation invocation, List<String> names) {
        GlobalConfig global = invocation.config();
        LoadResult files = ServiceDirectory.load(global);
        SortedMap<String, ServiceStatus> all = new TreeMap<>();
        files.services().values().forEach(service -> all.put(service.name(), inactive(service)));
        files.broken().forEach((name, problems) -> all.put(name, broken(name, problems)));
        if (names.isEmpty()) {
            return List.copyOf(all.values());
        }
        SortedMap<String, ServiceStatus> chosen = new TreeMap<>();
        List<ServiceStatus> inOrder = new ArrayList<>();
        for (String name : names) {
            for (ServiceStatus status : matching(name, all, files, global)) {
                if (chosen.put(status.name(), status) == null) {
                    inOrder.add(status);
                }
            }
        }
        return inOrder;
    }

    private static List<ServiceStatus> matching(
            String name, SortedMap<String, ServiceStatus> all, LoadResult files, GlobalConfig global) {
        ServiceStatus exact = all.get(name);
        if (exact != null) {
            return List.of(exact);
        }
        if (files.templates().containsKey(ServiceName.templateOf(name))) {
            LoadedFile instance =
                    ServiceDirectory.instantiate(ServiceName.templateOf(name), ServiceName.instanceOf(name), global);
            return List.of(instance.config().map(Offline::inactive).orElseGet(() -> broken(name, instance.problems())));
        }
        // Names are one element of a path and have no character that is special there, so this matcher will do.
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        List<ServiceStatus> matching = all.values().stream()
                .filter(status -> matcher.matches(Path.of(status.name())))
                .toList();
        if (matching.isEmpty()) {
            throw new StartError.ServiceNotFound(name);
        }
        return matching;
    }

    private static ServiceStatus inactive(ServiceConfig service) {
        return status(
                service.name(),
                service.description(),
                service.type(),
                ServiceState.INACTIVE,
                Result.SUCCESS,
                service.enabled(),
                Optional.empty(),
                service.file().map(Path::toString),
                service);
    }

    private static ServiceStatus broken(String name, List<Problem> problems) {
        Problem worst = problems.stream().filter(Problem::isError).findFirst().orElse(problems.getFirst());
        return status(
                name,
                "",
                ServiceType.SIMPLE,
                ServiceState.FAILED,
                Result.BAD_CONFIG,
                true,
                Optional.of(worst.toString()),
                Optional.of(worst.where().file().toString()),
                ServiceConfig.builder(name).build());
    }

    private static ServiceStatus status(
            String name,
            String description,
            ServiceType type,
            ServiceState state,
            Result result,
            boolean enabled,
            Optional<String> text,
            Optional<String> file,
            ServiceConfig service) {
        return new ServiceStatus(
                name,
                description,
                type,
                state,
                "dead",
                result,
                enabled,
                OptionalInt.empty(),
                Instant.EPOCH,
                OptionalInt.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                text,
                file,
                false,
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                names(service.dependencies().requires()),
                names(service.dependencies().wants()),
                names(service.dependencies().after()),
                List.of(),
                0);
    }

    private static List<String> names(List<Dependency> dependencies) {
        return dependencies.stream().map(Dependency::name).toList();
    }
}
