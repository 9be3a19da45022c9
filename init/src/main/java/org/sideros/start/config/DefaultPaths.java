package org.sideros.start.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where things are unless {@code start.toml} says otherwise.
 *
 * @param globalFile {@code start.toml} itself
 * @param vendorServices service files of packages, below {@code services} in priority; none for a user
 */
record DefaultPaths(Path globalFile, Path services, List<Path> vendorServices, Path runtime, Path state, Path journal) {
    private static final DefaultPaths SYSTEM = new DefaultPaths(
            Path.of("/etc/sideros/start.toml"),
            Path.of("/etc/sideros/services"),
            List.of(Path.of("/usr/lib/sideros/services")),
            Path.of("/run/sideros"),
            Path.of("/var/lib/sideros"),
            Path.of("/var/log/sideros"));

    /** The system's for root, else below the XDG directories of this environment. */
    static DefaultPaths of(long uid, Map<String, String> environment) {
        return uid == 0 ? SYSTEM : ofUser(uid, environment);
    }

    private static DefaultPaths ofUser(long uid, Map<String, String> environment) {
        // The JDK takes user.home from the account data base, so it is there where HOME is not.
        Path home = absolute(environment.get("HOME"), Path.of(System.getProperty("user.home", "/")));
        Path config = absolute(environment.get("XDG_CONFIG_HOME"), home.resolve(".config"));
        Path state = absolute(environment.get("XDG_STATE_HOME"), home.resolve(".local/state"));
        Path runtime = absolute(environment.get("XDG_RUNTIME_DIR"), Path.of("/run/user/" + uid));
        return new DefaultPaths(
                config.resolve("sideros/start.toml"),
                config.resolve("sideros/services"),
                List.of(),
                runtime.resolve("sideros"),
                state.resolve("sideros"),
                state.resolve("sideros/log"));
    }

    /** A relative path in these variables is to be ignored, says the XDG Base Directory Specification. */
    private static Path absolute(@Nullable String text, Path otherwise) {
        if (text == null || !text.startsWith("/")) {
            return otherwise;
        }
        try {
            return Readers.path(text);
        } catch (InvalidValueException e) {
            return otherwise;
        }
    }
}
