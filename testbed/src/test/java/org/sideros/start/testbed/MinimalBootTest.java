package org.sideros.start.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verifies that the distribution needs nothing but a kernel and busybox, and survives what PID 1 must survive. */
class MinimalBootTest {

    private static Report boot = new Report(Map.of(), "");

    @BeforeAll
    static void bootOnce() throws IOException, InterruptedException {
        boot = Machine.minimal().check("minimal.sh");
    }

    @Test
    void processOneIsStartInit() {
        assertTrue(boot.passed("pid1").output().endsWith("/libexec/start-init"));
    }

    @Test
    void theDefaultTargetIsActive() {
        boot.passed("target");
    }

    @Test
    void listNamesTheServices() {
        assertTrue(boot.passed("list").output().contains("console"));
    }

    @Test
    void tenThousandOrphansLeaveNoZombie() {
        boot.passed("orphans");
        boot.passed("reaped");
    }

    @Test
    void anotherSupervisorAnswersAfterTheFirstWasKilled() {
        String first = boot.passed("first").output();
        assertFalse(first.isBlank(), "no supervisor below start-init was found");
        boot.passed("kill");
        assertNotEquals(first, boot.passed("another").output());
        assertTrue(boot.passed("list-again").output().contains("console"));
        assertEquals(boot.passed("pid1").output(), boot.passed("pid1-again").output());
        boot.passed("reaped-again");
    }
}
