package org.sideros.start.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sideros.start.config.EnvironmentFile;
import org.sideros.start.config.ServiceConfig;
import org.sideros.start.os.Accounts;
import org.sideros.start.os.Errno;

/** The environment of a service: a defined one, with nothing of the supervisor's own. */
final class ServiceEnvironment {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

    private ServiceEnvironment() {}

    /**
     * The variables of one run: {@code PATH}, the user's own, who it is, then the table and the files of the definition,
     * later ones winning: what the packager wrote down gives way to the administrator's file, as in {@code systemd.exec(5)}.
     */
    static Map<String, String> of(
            ServiceConfig config, Optional<Accounts.User> user, String runtimeDir, String invocation)
            throws LaunchException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", PATH);
        user.ifPresent(u -> {
            variables.put("HOME", u.home());
            variables.put("USER", u.name());
            variables.put("LOGNAME", u.name());
            variables.put("SHELL", u.shell());
        });
        variables.putAll(config.environment());
        for (EnvironmentFile file : config.environmentFiles()) {
            read(file, variables);
        }
        variables.put(Machine.INVOCATION_VARIABLE, invocation);
        variables.put(Machine.RUNTIME_VARIABLE, runtimeDir);
        return variables;
    }

    private static void read(EnvironmentFile file, Map<String, String> variables) throws LaunchException {
        try {
            for (String line : Files.readAllLines(file.path())) {
                Matcher match = LINE.matcher(line);
                if (match.matches()) {
                    variables.put(match.group(1), unquoted(match.group(2).strip()));
                }
            }
        } catch (IOException e) {
            if (!file.optional()) {
                throw new LaunchException(
                        "environment_file", Errno.ENOENT, file.path().toString());
            }
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
