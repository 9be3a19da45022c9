package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.config.LogLevels.Level;

class LogLevelsTest {
    @Test
    void oneWordIsTheLevelOfEverything() {
        assertEquals(new LogLevels(Level.DEBUG, Map.of()), LogLevels.parse("debug"));
        assertEquals(new LogLevels(Level.WARN, Map.of()), LogLevels.parse(" WARN "));
    }

    @Test
    void partsHaveLevelsOfTheirOwn() {
        LogLevels levels = LogLevels.parse("supervise=debug,process=trace,error");
        assertEquals(Level.DEBUG, levels.of("supervise"));
        assertEquals(Level.TRACE, levels.of("process"));
        assertEquals(Level.ERROR, levels.of("graph"));
    }

    @Test
    void aPartMayBeWrittenAsAModule() {
        assertEquals(Level.DEBUG, LogLevels.parse("start::service=debug").of("service"));
        assertEquals(
                Level.DEBUG, LogLevels.parse("sideros_start::service=debug").of("service"));
        assertEquals(Level.INFO, LogLevels.parse("sideros_start::service=debug").general());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "loud", "info,", "=debug", "service=", "service=loud", "a b=debug"})
    void anythingElseIsRefused(String text) {
        assertThrows(InvalidValueException.class, () -> LogLevels.parse(text));
    }
}
