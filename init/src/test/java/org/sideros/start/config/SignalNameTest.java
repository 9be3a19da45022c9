package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNameTest {
    @ParameterizedTest
    @CsvSource({
        "SIGTERM, SIGTERM",
        "TERM, SIGTERM",
        "sigquit, SIGQUIT",
        "SIGPOLL, SIGIO",
        "IOT, SIGABRT",
        "SIGRTMIN, SIGRTMIN",
        "RTMIN+3, SIGRTMIN+3",
        "SIGRTMAX-1, SIGRTMAX-1"
    })
    void namesAreReadInAnyFormAndKeptInOne(String text, String name) {
        assertEquals(name, SignalName.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIG", "15", "SIGTREM", "SIGRTMIN-1", "SIGRTMIN+31", "SIGRTMAX+1"})
    void otherNamesAreRefused(String text) {
        assertThrows(InvalidValueException.class, () -> SignalName.parse(text));
    }

    @Test
    void aMisspeltNameIsGuessed() {
        InvalidValueException e = assertThrows(InvalidValueException.class, () -> SignalName.parse("SIGTREM"));
        assertTrue(e.getMessage().endsWith("did you mean \"SIGTERM\"?"), e.getMessage());
    }
}
