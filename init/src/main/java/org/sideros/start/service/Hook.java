package org.sideros.start.service;

import java.util.List;
import java.util.Locale;
import org.sideros.start.config.Command;
import org.sideros.start.config.ServiceConfig;

/** A place in the life of a service where commands of its own are run, one after the other. */
public enum Hook {
    CONDITION,
    EXEC_START_PRE,
    EXEC_START_POST,
    EXEC_RELOAD,
    EXEC_STOP,
    EXEC_STOP_POST;

    /** The commands the definition has for this place. */
    public List<Command> commands(ServiceConfig config) {
        return switch (this) {
            case CONDITION -> config.conditions().command();
            case EXEC_START_PRE -> config.hooks().startPre();
            case EXEC_START_POST -> config.hooks().startPost();
            case EXEC_RELOAD -> config.hooks().reload();
            case EXEC_STOP -> config.hooks().stop();
            case EXEC_STOP_POST -> config.hooks().stopPost();
        };
    }

    /** The key in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
