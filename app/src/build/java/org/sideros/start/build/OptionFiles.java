package org.sideros.start.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that tell the launcher how to start Java: {@code start.options} for the command line, {@code init.options}
 * for the supervisor. One argument a line; {@code @HOME@} stands for the distribution's directory; the last line is the
 * main class. The templates have {@code #} comments and {@code @CLASSPATH@}; the installed files have not.
 */
final class OptionFiles {
    private final Path templates;
    private final Path home;
    private final String classPath;

    OptionFiles(Path templates, Path home, String classPath) {
        this.templates = templates;
        this.home = home;
        this.classPath = classPath;
    }

    /** The arguments of one file, in its own order. */
    record Options(List<String> arguments) {
        Options {
            arguments = List.copyOf(arguments);
        }

        /** The same with another main class. */
        Options withMain(String main) {
            List<String> changed = new ArrayList<>(arguments);
            changed.set(changed.size() - 1, main);
            return new Options(changed);
        }

        /** The same with another use of the cache. */
        Options withCache(String... options) {
            List<String> changed = new ArrayList<>(
                    arguments.stream().filter(a -> !a.startsWith("-XX:AOT")).toList());
            changed.addAll(changed.indexOf("-cp"), List.of(options));
            return new Options(changed);
        }

        Options resolve(Path home) {
            return new Options(arguments.stream()
                    .map(a -> a.replace("@HOME@", home.toString()))
                    .toList());
        }
    }

    void install() throws IOException {
        for (String name : List.of("start", "init")) {
            Files.write(home.resolve("lib/" + name + ".options"), of(name).arguments());
        }
    }

    Options of(String name) throws IOException {
        return new Options(Files.readAllLines(templates.resolve(name + ".options")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.replace("@CLASSPATH@", classPath))
                .toList());
    }
}
