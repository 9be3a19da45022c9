package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "500ms, PT0.5S",
        "5s, PT5S",
        "1m30s, PT1M30S",
        "1m 30s, PT1M30S",
        "2h, PT2H",
        "1d, PT24H",
        "250us, PT0.00025S",
        "7ns, PT0.000000007S",
        "1d1h1m1s1ms, PT25H1M1.001S"
    })
    void theFormsOfTheFileFormatAreRead(String text, Duration expected) {
        assertEquals(expected, Durations.parse(text));
    }

    @Test
    void infinityAndWhatIsLongerThanAnySystemLivesIsInfinite() {
        assertTrue(Durations.isInfinite(Durations.parse("infinity")));
        assertEquals(Durations.INFINITE, Durations.parse("999999999999d"));
        assertEquals(Durations.INFINITE, Durations.parse("100000d100000d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5", "-5s", "5 s", "5x", "5s!", "1.5s", "infinite", "5S", "９s"})
    void anythingElseIsRefused(String text) {
        assertThrows(InvalidValueException.class, () -> Durations.parse(text));
    }

    @Test
    void aNumberWithoutUnitIsToldWhatToWrite() {
        InvalidValueException e = assertThrows(InvalidValueException.class, () -> Durations.parse("5"));
        assertEquals("\"5\" has no unit; write \"5s\" for seconds", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "500ms", "1m30s", "2h", "1d", "1d2h3m4s5ms6us7ns", "infinity"})
    void whatIsWrittenReadsBackTheSame(String text) {
        assertEquals(text, Durations.format(Durations.parse(text)));
    }
}
