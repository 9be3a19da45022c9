package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1023, 1023", "512K, 524288", "32M, 33554432", "4G, 4294967296", "1T, 1099511627776"})
    void unitsArePowersOf1024(String text, long bytes) {
        assertEquals(bytes, Sizes.parse(text));
        assertEquals(text, Sizes.format(bytes));
    }

    @Test
    void infinityIsNoLimit() {
        assertEquals(ResourceLimits.INFINITY, Sizes.parse("infinity"));
        assertEquals("infinity", Sizes.format(ResourceLimits.INFINITY));
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "1023B, 1023", "1.0K, 1024", "51.2M, 53687091", "50.0M, 52428800", "8.0E, 9223372036854775807"
    })
    void forPeopleOneDigitAfterThePointIsEnough(String text, long bytes) {
        assertEquals(text, Sizes.rounded(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1.5G", "4GB", "4g", "80%", "9999999999999999999", "9E", "16E"})
    void whatIsNoSizeIsRefused(String text) {
        assertThrows(InvalidValueException.class, () -> Sizes.parse(text));
    }
}
