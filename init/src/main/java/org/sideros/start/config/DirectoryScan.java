package org.sideros.start.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in the services directories, unread: service files and drop-ins. Hidden files and whatever does not end in
 * {@code .toml} (editors' and package managers' copies) are no business of ours.
 */
final class DirectoryScan {
    static final String SUFFIX = ".toml";
    private static final String DROP_IN_SUFFIX = ".toml.d";
    private static final Path DEV_NULL = Path.of("/dev/null");

    private final List<Entry> files = new ArrayList<>();
    private final Map<String, Map<String, Path>> dropIns = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A service file.
     *
     * @param stem its name without {@code .toml}
     * @param priority the place of its directory, 0 wins over all others
     */
    record Entry(String stem, Path path, int priority) {}

    /** List the directories, the one that wins first. A missing one is noted only if it is the first. */
    static DirectoryScan of(List<Path> directories) {
        DirectoryScan scan = new DirectoryScan();
        for (int priority = 0; priority < directories.size(); priority++) {
            scan.list(directories.get(priority), priority);
        }
        return scan;
    }

    List<Entry> files() {
        return files;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Stems that have drop-ins. */
    Iterable<String> stemsWithDropIns() {
        return dropIns.keySet();
    }

    /** The drop-ins of a stem in the order they apply; those of equal name in a later directory are hidden. */
    Map<String, Path> dropIns(String stem) {
        return dropIns.getOrDefault(stem, Map.of());
    }

    private void list(Path directory, int priority) {
        for (Path path : sorted(directory, priority == 0)) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith(".")) {
                continue;
            }
            if (name.endsWith(DROP_IN_SUFFIX) && Files.isDirectory(path)) {
                addDropIns(name.substring(0, name.length() - DROP_IN_SUFFIX.length()), path);
            } else if (name.endsWith(SUFFIX)) {
                addFile(directory, new Entry(name.substring(0, name.length() - SUFFIX.length()), path, priority));
            }
        }
    }

    private void addFile(Path directory, Entry entry) {
        if (ServiceName.isValid(entry.stem()) || ServiceName.isTemplate(entry.stem())) {
            files.add(entry);
        } else {
            // The name may hold anything, so it is shown in the message, made harmless, and not as the place.
            problems.add(Problem.error(Location.of(directory), ServiceName.invalid(entry.stem())));
        }
    }

    private void addDropIns(String stem, Path directory) {
        Map<String, Path> byName = dropIns.computeIfAbsent(stem, _ -> new TreeMap<>());
        for (Path path : sorted(directory, false)) {
            String name = String.valueOf(path.getFileName());
            if (!name.startsWith(".") && name.endsWith(SUFFIX)) {
                byName.putIfAbsent(name, path);
            }
        }
    }

    private List<Path> sorted(Path directory, boolean expected) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(paths::add);
        } catch (NoSuchFileException e) {
            if (expected) {
                problems.add(
                        Problem.warning(Location.of(directory), "there is no such directory, and no service in it"));
            }
        } catch (NotDirectoryException e) {
            problems.add(Problem.error(Location.of(directory), "is not a directory"));
        } catch (DirectoryIteratorException e) {
            problems.add(Problem.error(Location.of(directory), "cannot list: " + e.getMessage()));
        } catch (IOException e) {
            problems.add(Problem.error(Location.of(directory), "cannot list: " + TomlSource.reason(e)));
        }
        paths.sort(null);
        return paths;
    }

    /** Whether this is a link to {@code /dev/null}, by name where {@code /dev} is not mounted yet. */
    static boolean isMask(Path path) {
        try {
            return Files.isSymbolicLink(path)
                    && (Files.readSymbolicLink(path).equals(DEV_NULL)
                            || path.toRealPath().equals(DEV_NULL));
        } catch (IOException e) {
            return false;
        }
    }
}
