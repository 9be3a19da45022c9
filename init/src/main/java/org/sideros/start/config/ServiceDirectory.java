package org.sideros.start.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sideros.start.config.DirectoryScan.Entry;
import org.sideros.start.config.ServiceFileReader.Reading;
import org.sideros.start.config.ServiceFiles.Source;

/**
 * Reads service files from their directories. Nothing here throws because of what is, or is not, in a directory: what
 * is wrong becomes a {@link Problem}, and everything else loads.
 */
public final class ServiceDirectory {
    private ServiceDirectory() {}

    /** Read all services of this configuration. */
    public static LoadResult load(GlobalConfig global) {
        return load(global.serviceDirectories(), global.defaults());
    }

    /** Read all services of these directories, the one that wins first. */
    public static LoadResult load(List<Path> directories, Defaults defaults) {
        return new ServiceSet(DirectoryScan.of(directories), defaults).load();
    }

    /** Read one file with the drop-ins beside it; wherever it lies, its name is its stem. */
    public static LoadedFile loadFile(Path file, GlobalConfig global) {
        Path absolute = file.toAbsolutePath();
        String fileName = String.valueOf(absolute.getFileName());
        String stem = fileName.endsWith(DirectoryScan.SUFFIX)
                ? fileName.substring(0, fileName.length() - DirectoryScan.SUFFIX.length())
                : fileName;
        if (!ServiceName.isValid(stem) && !ServiceName.isTemplate(stem)) {
            return failed(stem, Problem.error(Location.of(file), ServiceName.invalid(stem)));
        }
        Path parent = absolute.getParent();
        DirectoryScan scan = DirectoryScan.of(parent == null ? List.of() : List.of(parent));
        ServiceFiles files = new ServiceFiles(scan, global.defaults());
        Source source = files.source(new Entry(stem, file, 0));
        if (source.masked()) {
            return failed(stem, Problem.note(Location.of(file), "is masked: a link to /dev/null"));
        }
        Reading reading = files.read(source);
        return new LoadedFile(
                source.name(),
                ServiceName.isTemplate(source.name()) ? Optional.empty() : reading.usable(),
                reading.problems());
    }

    /** Make the service {@code template + instance}, {@code getty@} and {@code tty1}, from the template's file. */
    public static LoadedFile instantiate(String template, String instance, GlobalConfig global) {
        String name = ServiceName.check(template + instance);
        DirectoryScan scan = DirectoryScan.of(global.serviceDirectories());
        ServiceFiles files = new ServiceFiles(scan, global.defaults());
        Optional<Source> source = scan.files().stream()
                .filter(entry -> entry.stem().equals(template))
                .findFirst()
                .map(files::source);
        if (source.isEmpty()) {
            return failed(
                    name,
                    Problem.error(
                            Location.of(global.servicesDir()),
                            "there is no template " + template + DirectoryScan.SUFFIX + " to make " + name + " from"));
        }
        if (source.get().masked()) {
            return failed(
                    name, Problem.error(Location.of(source.get().entry().path()), "is masked: a link to /dev/null"));
        }
        Reading reading = files.instance(source.get(), name);
        return new LoadedFile(name, reading.usable(), reading.problems());
    }

    private static LoadedFile failed(String name, Problem problem) {
        return new LoadedFile(name, Optional.empty(), List.of(problem));
    }
}
