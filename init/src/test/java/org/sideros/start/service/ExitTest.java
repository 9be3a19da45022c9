package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitTest {
    @Test
    void zeroAndTheExtraCodesAreSuccesses() {
        assertTrue(Exit.withCode(0).isSuccess(Set.of()));
        assertTrue(Exit.withCode(143).isSuccess(Set.of(143)));
        assertFalse(Exit.withCode(1).isSuccess(Set.of(143)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE"})
    void aPoliteSignalIsASuccessUnlessItDumpedCore(String signal) {
        assertTrue(Exit.bySignal(signal, false).isSuccess(Set.of()));
        assertFalse(Exit.bySignal(signal, true).isSuccess(Set.of()));
    }

    @Test
    void anyOtherSignalIsNoneEvenIfCodeZeroIsListed() {
        assertFalse(Exit.bySignal("SIGKILL", false).isSuccess(Set.of(0)));
        assertTrue(Exit.bySignal("SIGKILL", false).signalled());
        assertFalse(Exit.withCode(0).signalled());
    }

    @Test
    void itIsToldInWords() {
        assertEquals("exit code 3", Exit.withCode(3).text());
        assertEquals("SIGSEGV", Exit.bySignal("SIGSEGV", false).text());
        assertEquals("SIGSEGV (core dumped)", Exit.bySignal("SIGSEGV", true).text());
    }
}
