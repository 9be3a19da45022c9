package org.sideros.start.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyMessageTest {
    private static NotifyMessage parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static NotifyMessage parse(byte[] bytes) {
        return NotifyMessage.parse(bytes, 42, 1000, List.of());
    }

    /** What a message says that says nothing. */
    private static final NotifyMessage NOTHING = parse("");

    @Test
    void everyKeyIsUnderstood() {
        NotifyMessage all = parse("""
                READY=1
                RELOADING=1
                MONOTONIC_USEC=123456789012
                STOPPING=1
                STATUS=Prêt à 100 %
                MAINPID=4711
                ERRNO=2
                EXIT_STATUS=255
                WATCHDOG=1
                WATCHDOG_USEC=20000000
                EXTEND_TIMEOUT_USEC=1
                FDSTORE=1
                FDSTOREREMOVE=1
                FDNAME=my socket-1
                FDPOLL=0
                BARRIER=1""");
        assertEquals(
                new NotifyMessage(
                        42,
                        1000,
                        true,
                        true,
                        OptionalLong.of(123456789012L),
                        true,
                        Optional.of("Prêt à 100 %"),
                        OptionalInt.of(4711),
                        OptionalInt.of(2),
                        OptionalInt.of(255),
                        true,
                        false,
                        OptionalLong.of(20000000),
                        OptionalLong.of(1),
                        true,
                        true,
                        Optional.of("my socket-1"),
                        false,
                        List.of(),
                        true),
                all);
    }

    @Test
    void nothingIsSetByAnEmptyMessageOrUnknownLines() {
        assertEquals(NOTHING, parse("\n\nFOO=bar\nX_MINE=1\nREADY\n=1\nready=1\n READY=1\nXREADY=1\n"));
        assertFalse(NOTHING.ready() || NOTHING.watchdog() || NOTHING.barrier() || NOTHING.fdStore());
        assertTrue(NOTHING.fdPoll());
        assertTrue(NOTHING.status().isEmpty());
    }

    @Test
    void theWatchdogCanBeTriggered() {
        assertTrue(parse("WATCHDOG=trigger").watchdogTrigger());
        assertFalse(parse("WATCHDOG=trigger").watchdog());
        assertFalse(parse("WATCHDOG=1").watchdogTrigger());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READY=2",
                "READY=",
                "READY=1 ",
                "READY=yes",
                "MAINPID=0",
                "MAINPID=-1",
                "MAINPID=+7",
                "MAINPID=",
                "MAINPID=2147483648",
                "MAINPID=99999999999999999999999",
                "MAINPID=0x10",
                "MAINPID= 7",
                "MAINPID=٧",
                "ERRNO=0",
                "ERRNO=-2",
                "ERRNO=4096",
                "EXIT_STATUS=256",
                "EXIT_STATUS=-1",
                "WATCHDOG=2",
                "WATCHDOG=Trigger",
                "WATCHDOG_USEC=-1",
                "WATCHDOG_USEC=18446744073709551616",
                "EXTEND_TIMEOUT_USEC=0",
                "MONOTONIC_USEC=soon",
                "FDNAME=",
                "FDNAME=a:b",
                "FDNAME=tab\there",
                "FDNAME=ümlaut",
                "FDPOLL=2",
                "READY=1\0"
            })
    void aValueThatMakesNoSenseIsPassedOverAndTheRestCounts(String line) {
        assertEquals(parse("STATUS=x"), parse(line + "\nSTATUS=x"));
    }

    @Test
    void aNameOf255CharactersIsTheLongest() {
        assertEquals(
                Optional.of("n".repeat(255)), parse("FDNAME=" + "n".repeat(255)).fdName());
        assertEquals(Optional.empty(), parse("FDNAME=" + "n".repeat(256)).fdName());
    }

    @Test
    void aStatusCannotSpeakToATerminal() {
        assertEquals(
                Optional.of("a?[31mred?b?c?d?e?f"),
                parse("STATUS=a\u001b[31mred\u0007b\u009bc\u202ed\re\u007ff").status());
        assertEquals(Optional.of(""), parse("STATUS=").status());
        assertEquals(Optional.of("x=y"), parse("STATUS=x=y").status());
    }

    @Test
    void aStatusThatIsNotUtf8IsPassedOver() {
        byte[] bytes = "STATUS=a?b\nREADY=1".getBytes(StandardCharsets.UTF_8);
        bytes[8] = (byte) 0xff;
        assertEquals(parse("READY=1"), parse(bytes));
    }

    @Test
    void theFirstOfSeveralCounts() {
        assertEquals(OptionalInt.of(2), parse("MAINPID=2\nMAINPID=3").mainPid());
    }
}
