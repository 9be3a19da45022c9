package org.sideros.start.config;

import java.util.List;
import org.sideros.start.error.StartError;

/**
 * What {@code start.toml} says, and what is wrong with it.
 *
 * @param config always usable: what is wrong in the file is left at its default, so that PID 1 boots
 */
public record GlobalLoad(GlobalConfig config, List<Problem> problems) {
    public GlobalLoad {
        problems = List.copyOf(problems);
    }

    /**
     * The configuration, if there is no error in it. For everybody but PID 1: with half a file a command would speak to
     * another supervisor than the one that was meant.
     *
     * @throws StartError.ConfigurationInvalid for the first error
     */
    public GlobalConfig orThrow() {
        for (Problem problem : problems) {
            if (problem.isError()) {
                Location where = problem.where();
                throw new StartError.ConfigurationInvalid(
                        where.file(), where.line(), where.column(), problem.message());
            }
        }
        return config;
    }
}
