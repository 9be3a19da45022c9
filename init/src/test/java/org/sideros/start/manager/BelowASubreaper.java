package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sideros.start.os.Children;

/**
 * A program that supervises below another one that adopts orphans, as programs of a desktop do:
 * {@code BelowASubreaper EXECUTOR RUNTIME_DIRECTORY SCRIPT} starts itself again with one more word.
 */
final class BelowASubreaper {
    private BelowASubreaper() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 3) {
            Children.becomeSubreaper();
            System.exit(below(args));
        }
        ManagerOptions options = ManagerOptions.DEFAULT
                .withExecutor(Path.of(args[0]))
                .withRuntimeDir(Path.of(args[1]))
                .withCgroupRoot(Path.of(args[1], "no-cgroups"));
        try (ProcessSupervisor supervisor = ProcessSupervisor.open(options)) {
            supervisor.spawn("sh", "-c", args[2]).awaitEnd();
        }
    }

    private static int below(String[] args) throws Exception {
        List<String> command = command(args);
        command.add("below");
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** How to run this. */
    static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BelowASubreaper.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
