package org.sideros.start.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void writesBytesWithOneDigitAfterThePoint() {
        assertEquals("1023B", Text.bytes(1023));
        assertEquals("1.0K", Text.bytes(1024));
        assertEquals("12.3M", Text.bytes(12_897_485));
        assertEquals("8.0E", Text.bytes(Long.MAX_VALUE));
    }

    @Test
    void writesProcessorTime() {
        assertEquals("340ms", Text.processorTime(340_999));
        assertEquals("61.2s", Text.processorTime(61_234_567));
    }

    @Test
    void writesAgesInTheTwoLargestUnits() {
        assertEquals("0s", Text.ago(NOW.plusSeconds(5), NOW));
        assertEquals("59s", Text.ago(NOW.minusSeconds(59), NOW));
        assertEquals("1min1s", Text.ago(NOW.minusSeconds(61), NOW));
        assertEquals("2h0min", Text.ago(NOW.minusSeconds(7200), NOW));
        assertEquals("3d4h", Text.ago(NOW.minusSeconds(3 * 86400 + 4 * 3600), NOW));
    }

    @Test
    void writesTimesToTheSecond() {
        assertEquals("2026-01-02T03:04:00Z (5s ago)", Text.time(NOW.minusMillis(5_678), NOW));
    }
}
