package org.sideros.start.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalLoad;
import org.sideros.start.config.LoadResult;
import org.sideros.start.config.Location;
import org.sideros.start.config.Problem;
import org.sideros.start.config.ServiceDirectory;
import org.sideros.start.graph.DependencyGraph;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start check [PATH...]}: says what is wrong with service files, asking no supervisor. */
final class CheckCommand implements Verb {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "Validate the configuration, or these files and directories.";
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.words(
                spec, "PATH", "0..*", "Service files or directories of them; without any, the whole configuration.");
    }

    @Override
    public int run(Invocation invocation) {
        List<Problem> problems = new ArrayList<>();
        if (invocation.words().isEmpty()) {
            GlobalLoad global = invocation.load();
            problems.addAll(global.problems());
            addAll(ServiceDirectory.load(global.config()), problems);
        } else {
            GlobalConfig global = invocation.config();
            invocation.words().forEach(word -> check(word, global, problems));
        }
        if (invocation.json()) {
            invocation.print(Problems.json(problems));
        } else {
            problems.forEach(invocation.console().out()::println);
        }
        return Problem.anyError(problems) ? 1 : 0;
    }

    private static void check(String word, GlobalConfig global, List<Problem> problems) {
        Path path;
        try {
            path = Path.of(word);
        } catch (InvalidPathException e) {
            problems.add(Problem.error(Location.of(Path.of(".")), "not a path: " + e.getMessage()));
            return;
        }
        if (Files.isDirectory(path) && !path.toString().endsWith(".toml")) {
            addAll(ServiceDirectory.load(List.of(path), global.defaults()), problems);
        } else {
            problems.addAll(ServiceDirectory.loadFile(path, global).problems());
        }
    }

    private static void addAll(LoadResult services, List<Problem> problems) {
        problems.addAll(services.allProblems());
        problems.addAll(DependencyGraph.of(services).problems());
    }
}
