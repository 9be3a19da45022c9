package org.sideros.start.config;

import java.util.List;
import java.util.Optional;

/**
 * One service file, read by itself.
 *
 * @param config empty where a problem is an error, and for a mask or a template
 */
public record LoadedFile(String name, Optional<ServiceConfig> config, List<Problem> problems) {
    public LoadedFile {
        problems = List.copyOf(problems);
    }
}
