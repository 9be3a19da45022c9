package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.error.StartError;

class ServiceNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "nginx", "multi-user.target", "0", "a:b_c.d-e", "getty@tty1", "a@..", "X@-"})
    void theseAreNames(String name) {
        assertEquals(name, ServiceName.check(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".a",
                "-a",
                "_a",
                "@a",
                "a/b",
                "../a",
                "a b",
                "a\nb",
                "a\u0000b",
                "a\u001b[2J",
                "ä",
                "a@b@c",
                "a@b/c",
                "a@",
                "a\u200b"
            })
    void theseAreNone(String name) {
        StartError.InvalidArgument e = assertThrows(StartError.InvalidArgument.class, () -> ServiceName.check(name));
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
    }

    @Test
    void aNameHas128BytesAtMostWithItsInstance() {
        assertTrue(ServiceName.isValid("a".repeat(128)));
        assertFalse(ServiceName.isValid("a".repeat(129)));
        assertTrue(ServiceName.isValid("a@" + "b".repeat(126)));
        assertFalse(ServiceName.isValid("a@" + "b".repeat(127)));
    }

    @Test
    void aNameThatEndsInAtIsATemplate() {
        assertTrue(ServiceName.isTemplate("getty@"));
        assertFalse(ServiceName.isTemplate("getty@tty1"));
        assertFalse(ServiceName.isTemplate("getty"));
        assertEquals("getty@", ServiceName.templateOf("getty@tty1"));
        assertEquals("tty1", ServiceName.instanceOf("getty@tty1"));
        assertEquals("", ServiceName.templateOf("getty"));
        assertEquals("", ServiceName.instanceOf("getty"));
    }
}
