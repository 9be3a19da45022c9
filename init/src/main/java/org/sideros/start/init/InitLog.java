package org.sideros.start.init;

import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LogLevels;

/** Where the supervisor's log goes while the system comes up and goes down. Any thread. */
public interface InitLog {
    /** For a program that takes care of its log itself. */
    InitLog NONE = new InitLog() {
        @Override
        public void levels(LogLevels levels) {}

        @Override
        public void open(GlobalConfig config) {}

        @Override
        public void closeFile() {}
    };

    /** Log this much from now on. */
    void levels(LogLevels levels);

    /** File systems can be written now: log to what the configuration says. */
    void open(GlobalConfig config);

    /** File systems are about to go: no file may stay open. */
    void closeFile();
}
