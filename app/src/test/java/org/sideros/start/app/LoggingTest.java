package org.sideros.start.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.GlobalConfigLoader;
import org.sideros.start.config.LogLevels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger SERVICE = LoggerFactory.getLogger("org.sideros.start.service.Some");
    private static final Logger PROCESS = LoggerFactory.getLogger("org.sideros.start.process.Some");
    private static final Logger FOREIGN = LoggerFactory.getLogger("com.example.Foreign");

    @TempDir
    private Path directory;

    private final SupervisorLog log = new SupervisorLog(false);

    @AfterEach
    void closeLog() throws IOException {
        log.closeFile();
        LogManager.getLogManager().readConfiguration();
    }

    private GlobalConfig config(String output) throws IOException {
        Path file = directory.resolve("start.toml");
        Files.writeString(file, "[init]\nruntime_dir = \"run\"\n[logging]\noutput = \"" + output + "\"\n");
        return GlobalConfigLoader.load(Optional.of(file), 0, Map.of()).orThrow();
    }

    private String logged() throws IOException {
        Path file = directory.resolve("start.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void writesTimeLevelAndPart() {
        LogRecord logged = new LogRecord(Level.WARNING, "{0} is late");
        logged.setParameters(new Object[] {"db"});
        logged.setLoggerName("org.sideros.start.service.Life");
        logged.setInstant(Instant.parse("2026-01-02T03:04:05Z"));

        assertEquals("2026-01-02T03:04:05.000Z WARN  service: db is late\n", new LineFormat().format(logged));
    }

    @Test
    void letsThroughWhatThePartsLevelSays() throws IOException {
        Logging.install(log, LogLevels.parse("service=debug,warn"));
        log.open(config("file:start.log"));

        SERVICE.debug("one");
        SERVICE.trace("two");
        PROCESS.info("three");
        PROCESS.warn("four");

        String logged = logged();
        assertTrue(logged.contains("DEBUG service: one\n") && logged.contains("WARN  process: four\n"), logged);
        assertFalse(logged.contains("two") || logged.contains("three"), logged);
    }

    @Test
    void keepsQuietAboutLibrariesThatTalk() throws IOException {
        Logging.install(log, LogLevels.parse("trace"));
        log.open(config("file:start.log"));

        FOREIGN.info("chatter");
        FOREIGN.error("trouble");

        assertFalse(logged().contains("chatter"));
        assertTrue(logged().contains("ERROR com.example.Foreign: trouble"), logged());
    }

    @Test
    void makesAFileAgainThatWasTakenAway() throws IOException {
        Logging.install(log, LogLevels.DEFAULT);
        log.open(config("file:start.log"));
        SERVICE.info("before");
        Files.move(directory.resolve("start.log"), directory.resolve("start.log.1"));

        SERVICE.info("after");

        assertTrue(logged().contains("after"), logged());
        assertFalse(logged().contains("before"), logged());
    }

    @Test
    void livesWithoutAPlaceToLogTo() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Logging.install(log, LogLevels.DEFAULT);
        log.open(config("file:file/below/start.log"));

        SERVICE.error("nobody can store this");
        log.open(config("file:start.log"));
        SERVICE.error("but this");

        assertTrue(logged().contains("but this"), logged());
    }

    @Test
    void keepsNoFileOpenAfterItsEnd() throws IOException {
        Logging.install(log, LogLevels.DEFAULT);
        log.open(config("file:start.log"));
        SERVICE.info("last");

        log.closeFile();
        SERVICE.info("too late");

        assertFalse(logged().contains("too late"), logged());
    }
}
