package org.sideros.start.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ServiceConfig} out of a file's values, its drop-ins laid over it already. */
final class ServiceFileReader {
    private final Defaults defaults;

    ServiceFileReader(Defaults defaults) {
        this.defaults = defaults;
    }

    /**
     * What a file says.
     *
     * @param config made of what is valid in it; not to be used where a problem is an error
     */
    record Reading(ServiceConfig config, List<Problem> problems) {
        Optional<ServiceConfig> usable() {
            return Problem.anyError(problems) ? Optional.empty() : Optional.of(config);
        }
    }

    /** Read {@code root} as the service {@code name}; {@code file} is null for those that have none. */
    Reading read(String name, Value.Table root, @Nullable Path file) {
        List<Problem> problems = new ArrayList<>();
        Value.Table filled = new Specifiers(name, problems).fill(root);
        ServiceDraft draft = new ServiceDraft(name, defaults);
        draft.service.file(file);
        Map<String, Location> set = ServiceKeys.SCHEMA.read(filled, draft, problems);
        new ServiceChecks(draft, set, root.where(), problems).run();
        return new Reading(draft.build(), problems);
    }

    /**
     * The name a file gives its service: its {@code name} key if that is valid, else {@code stem}. Adds a problem where
     * the two differ or the key is no name.
     */
    static String name(String stem, Value.Table root, List<Problem> problems) {
        if (!(root.entries().get("service") instanceof Value.Table service)
                || !(service.entries().get("name") instanceof Value.Text key)) {
            return stem;
        }
        String name = key.text();
        boolean ofTemplate = !ServiceName.instanceOf(stem).isEmpty() && name.equals(ServiceName.templateOf(stem));
        if (name.equals(stem) || ofTemplate) {
            return stem;
        }
        if (!ServiceName.isValid(name)) {
            problems.add(Problem.error(key.where(), "service.name: " + ServiceName.invalid(name)));
            return stem;
        }
        if (stem.contains("@") || name.contains("@")) {
            problems.add(Problem.error(
                    key.where(),
                    "service.name: " + ServiceName.show(name) + ": a template and its instances are named by the file, "
                            + ServiceName.show(stem)));
            return stem;
        }
        problems.add(Problem.warning(
                key.where(),
                "service.name: the service is called " + ServiceName.show(name) + ", its file "
                        + ServiceName.show(stem)));
        return name;
    }
}
