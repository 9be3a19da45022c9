package org.sideros.start.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.DirectoryScan.Entry;
import org.sideros.start.config.ServiceFileReader.Reading;

/** Reads single service files with their drop-ins, and makes instances of templates. */
final class ServiceFiles {
    /** Stands for the instance when a template is checked by itself. */
    private static final String SAMPLE_INSTANCE = "instance";

    private final DirectoryScan scan;
    private final ServiceFileReader reader;

    ServiceFiles(DirectoryScan scan, Defaults defaults) {
        this.scan = scan;
        this.reader = new ServiceFileReader(defaults);
    }

    /**
     * A file as it was read, drop-ins left out.
     *
     * @param name what its service is called; a template's ends in {@code @}
     * @param table null where the file could not be read, and always for a mask
     */
    record Source(Entry entry, String name, boolean masked, Value.@Nullable Table table, List<Problem> problems) {}

    /** Read one file as far as its name. */
    Source source(Entry entry) {
        if (DirectoryScan.isMask(entry.path())) {
            return new Source(entry, entry.stem(), true, null, List.of());
        }
        List<Problem> problems = new ArrayList<>();
        Value.Table table = TomlSource.read(entry.path(), problems);
        String name = table == null ? entry.stem() : ServiceFileReader.name(entry.stem(), table, problems);
        return new Source(entry, name, false, table, problems);
    }

    /** Make a service of a file; a template is tried with a made-up instance. */
    Reading read(Source source) {
        return ServiceName.isTemplate(source.name())
                ? instance(source, source.name() + SAMPLE_INSTANCE)
                : reading(source, source.name());
    }

    /** Make an instance of a template. */
    Reading instance(Source template, String name) {
        return reading(template, name);
    }

    private Reading reading(Source source, String name) {
        List<Problem> problems = new ArrayList<>(source.problems());
        Value.Table table = source.table();
        if (table == null) {
            return new Reading(
                    ServiceConfig.builder(name).file(source.entry().path()).build(), problems);
        }
        Set<String> stems = new LinkedHashSet<>();
        stems.add(ServiceName.templateOf(source.entry().stem()));
        stems.add(source.entry().stem());
        stems.add(name);
        Reading reading = reader.read(
                name, withDropIns(table, stems, problems), source.entry().path());
        problems.addAll(reading.problems());
        return new Reading(reading.config(), problems);
    }

    /** Make a target of a built-in text. */
    Reading builtIn(String name, Value.Table table) {
        List<Problem> problems = new ArrayList<>();
        Reading reading = reader.read(name, withDropIns(table, Set.of(name), problems), null);
        problems.addAll(reading.problems());
        return new Reading(reading.config(), problems);
    }

    private Value.Table withDropIns(Value.Table table, Set<String> stems, List<Problem> problems) {
        Map<String, Path> dropIns = new LinkedHashMap<>();
        for (String stem : stems) {
            dropIns.putAll(scan.dropIns(stem));
        }
        Value.Table merged = table;
        for (String fileName : dropIns.keySet().stream().sorted().toList()) {
            Path path = dropIns.get(fileName);
            if (path == null || DirectoryScan.isMask(path)) {
                continue;
            }
            Value.Table dropIn = TomlSource.read(path, problems);
            if (dropIn != null) {
                refuseName(dropIn, problems);
                merged = merged.mergedWith(dropIn);
            }
        }
        return merged;
    }

    private static void refuseName(Value.Table dropIn, List<Problem> problems) {
        if (dropIn.entries().get("service") instanceof Value.Table service) {
            Value name = service.entries().get("name");
            if (name != null) {
                problems.add(Problem.error(name.where(), "service.name: a drop-in cannot rename its service"));
            }
        }
    }
}
