package org.sideros.start.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sideros.start.config.SignalName;
import org.sideros.start.os.Signals;

/** Every signal a service file may name can be sent. */
class StopSignalTest {
    @Test
    void everyNameOfTheFormatHasANumberAndComesBackFromIt() {
        for (String name : SignalName.ALL) {
            assertTrue(Signals.number(name).isPresent(), name);
            assertEquals(name, Signals.name(Signals.number(name).getAsInt()));
        }
    }

    @ParameterizedTest
    @CsvSource({"SIGRTMIN, 34", "SIGRTMIN+3, 37", "SIGRTMIN+30, 64", "SIGRTMAX, 64", "SIGRTMAX-30, 34", "RTMAX-1, 63"})
    void realTimeSignalsCountFromBothEnds(String name, int number) {
        assertEquals(number, Signals.number(SignalName.parse(name)).orElseThrow());
    }
}
