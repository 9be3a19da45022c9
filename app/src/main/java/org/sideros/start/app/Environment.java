package org.sideros.start.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The environment of this process. */
final class Environment {
    private Environment() {}

    /**
     * Reads it from {@code /proc/self/environ}, because {@code System.getenv()} resets the disposition of SIGCHLD, which a
     * supervisor would rather keep as it is. PID 1 has no {@code /proc} yet, and nobody's disposition to keep.
     */
    static Map<String, String> read() {
        Map<String, String> variables = new TreeMap<>();
        try {
            String text = new String(Files.readAllBytes(Path.of("/proc/self/environ")), StandardCharsets.UTF_8);
            int start = 0;
            while (start < text.length()) {
                int end = text.indexOf('\0', start);
                String entry = text.substring(start, end < 0 ? text.length() : end);
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
                }
                start += entry.length() + 1;
            }
        } catch (IOException e) {
            return System.getenv();
        }
        return Collections.unmodifiableMap(variables);
    }
}
