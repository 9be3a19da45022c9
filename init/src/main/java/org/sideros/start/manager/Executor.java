package org.sideros.start.manager;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sideros.start.error.StartError;

/** Where {@code start-exec} is, the small static program through which every process is started. Any thread. */
public final class Executor {
    /** The system property with its path. */
    public static final String PROPERTY = "start.executor";

    /** The system property with the directory of the distribution; its launcher sets it. */
    private static final String HOME = "start.home";

    private static final String PROGRAM = "start-exec";

    private Executor() {}

    /**
     * Find the executor: the file that the system property {@code start.executor} names; else {@code libexec/start-exec}
     * of the distribution in {@code start.home}; else beside the jar of this class, in {@code native} beside it, where the
     * build puts it, or in {@code ../libexec}, as in the distribution.
     *
     * @throws StartError.StartFailed naming every place looked at, when there is none
     */
    public static Path find() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return check(Path.of(named));
        }
        List<Path> places = places(System.getProperty(HOME), ownPlace());
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing("not found; looked for "
                        + places.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }

    /**
     * The absolute path of an executor that the caller names.
     *
     * @throws StartError.StartFailed when it is no program that can be run
     */
    static Path check(Path executor) {
        Path absolute = executor.toAbsolutePath();
        if (!Files.isRegularFile(absolute) || !Files.isExecutable(absolute)) {
            throw missing(absolute + " is not a program that can be run");
        }
        return absolute;
    }

    static List<Path> places(@Nullable String home, @Nullable Path own) {
        List<Path> places = new ArrayList<>();
        if (home != null) {
            places.add(Path.of(home, "libexec", PROGRAM).toAbsolutePath());
        }
        Path beside = own == null ? null : own.getParent();
        if (beside != null) {
            places.add(beside.resolve(PROGRAM));
            places.add(beside.resolve("native").resolve(PROGRAM));
            places.add(beside.resolveSibling("libexec").resolve(PROGRAM));
        }
        return places;
    }

    /** The jar or the directory this class was loaded from; null where it has no place in a file system. */
    private static @Nullable Path ownPlace() {
        CodeSource source = Executor.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null;
        }
    }

    private static StartError missing(String what) {
        return new StartError.StartFailed(
                PROGRAM,
                "find",
                0,
                what + "; name it with -D" + PROPERTY + "=/path/to/" + PROGRAM
                        + " (the distribution has it in libexec, the build in init/target/native)");
    }
}
