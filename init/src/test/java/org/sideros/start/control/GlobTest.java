package org.sideros.start.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, nginx, true",
        "n*x, nginx, true",
        "n*y, nginx, false",
        "*gin*, nginx, true",
        "ngin?, nginx, true",
        "nginx?, nginx, false",
        "?, nginx, false",
        "**, nginx, true",
        "n[fgh]inx, nginx, true",
        "n[f-h]inx, nginx, true",
        "n[!f-h]inx, nginx, false",
        "n[!a-c]inx, nginx, true",
        "tty[0-9]*, tty10, true",
        "tty[0-9], ttyS, false",
        "a[-z]c, a-c, true",
        "a[]]c, a]c, true",
        "a[b, a[b, true",
        "a[b, ab, false",
        "web@*, web@1, true",
        "a.c*, abc, false",
        "*.target, multi-user.target, true",
    })
    void matchesAsAShellWould(String pattern, String name, boolean matches) {
        assertEquals(matches, Glob.of(pattern).matches(name));
    }

    @Test
    void aPlainNameIsNoPattern() {
        assertFalse(Glob.isPattern("getty@tty1"));
        assertTrue(Glob.isPattern("getty@*"));
        assertTrue(Glob.isPattern("tty?"));
        assertTrue(Glob.isPattern("tty[12]"));
    }

    @Test
    void manyStarsTakeNoLonger() {
        Glob glob = Glob.of("a*".repeat(60) + "z");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertFalse(glob.matches("a".repeat(128))));
    }
}
