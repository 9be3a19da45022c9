package org.sideros.start.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The targets that exist without a file. A file of the same name replaces one, a drop-in adds to it. */
public final class BuiltInTargets {
    private static final Map<String, Value.Table> TABLES = new TreeMap<>();

    static {
        define("sysinit.target", "System Initialization", "wants = [\"local-fs.target\"]");
        define("local-fs.target", "Local File Systems", "");
        define("network.target", "Network", "");
        define("syslog.target", "System Log", "");
        define("time-sync.target", "System Time Synchronized", "");
        define("basic.target", "Basic System", "requires = [\"sysinit.target\"]");
        define("multi-user.target", "Multi-User System", "requires = [\"basic.target\"]");
        define("rescue.target", "Rescue Mode", "requires = [\"sysinit.target\"]");
        define("shutdown.target", "Shutdown", "");
    }

    private BuiltInTargets() {}

    /** Their names, sorted. */
    public static List<String> names() {
        return List.copyOf(TABLES.keySet());
    }

    static Map<String, Value.Table> tables() {
        return Collections.unmodifiableMap(TABLES);
    }

    /** The target as it is without any file or drop-in. */
    static ServiceConfig config(String name) {
        Value.Table table = TABLES.get(name);
        if (table == null) {
            throw new IllegalArgumentException(name + " is not built in");
        }
        return new ServiceFileReader(Defaults.BUILT_IN).read(name, table, null).config();
    }

    private static void define(String name, String description, String dependencies) {
        String text = """
                [service]
                type = "target"
                description = "%s"
                [service.dependencies]
                %s
                """.formatted(description, dependencies);
        List<Problem> problems = new ArrayList<>();
        Value.Table table = TomlSource.parse(Path.of("(built-in)", name), text, problems);
        if (table == null) {
            throw new IllegalStateException(problems.toString());
        }
        TABLES.put(name, table);
    }
}
