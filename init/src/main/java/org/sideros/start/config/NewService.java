package org.sideros.start.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new service file is to say; empty where the file shall be silent.
 *
 * @param command the text of {@code exec}, split as by a shell when the file is read
 * @param output a file that standard output and error are appended to
 */
public record NewService(
        String name,
        String command,
        Optional<String> output,
        Optional<ServiceType> type,
        Optional<String> user,
        Map<String, String> environment,
        List<String> after,
        List<String> requires,
        Optional<RestartPolicy> restart) {
    public NewService {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        after = List.copyOf(after);
        requires = List.copyOf(requires);
    }

    /** A service of this name that runs this command, and nothing else. */
    public NewService(String name, String command) {
        this(
                name,
                command,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** The file's text. */
    String toToml() {
        StringBuilder toml = new StringBuilder("[service]\n");
        type.ifPresent(value -> line(toml, "type", TomlText.quote(value.word())));
        line(toml, "exec", TomlText.quote(command));
        user.ifPresent(value -> line(toml, "user", TomlText.quote(value)));
        output.ifPresent(value -> line(toml, "stdout", TomlText.quote("append:" + value)));
        if (!environment.isEmpty()) {
            toml.append("\n[service.environment]\n");
            environment.forEach((key, value) -> line(toml, TomlText.key(key), TomlText.quote(value)));
        }
        restart.ifPresent(value -> {
            toml.append("\n[service.restart]\n");
            line(toml, "policy", TomlText.quote(value.word()));
        });
        if (!after.isEmpty() || !requires.isEmpty()) {
            toml.append("\n[service.dependencies]\n");
            list(toml, "after", after);
            list(toml, "requires", requires);
        }
        return toml.toString();
    }

    private static void list(StringBuilder toml, String key, List<String> values) {
        if (!values.isEmpty()) {
            line(
                    toml,
                    key,
                    "[" + String.join(", ", values.stream().map(TomlText::quote).toList()) + "]");
        }
    }

    private static void line(StringBuilder toml, String key, String value) {
        toml.append(key).append(" = ").append(value).append('\n');
    }
}
