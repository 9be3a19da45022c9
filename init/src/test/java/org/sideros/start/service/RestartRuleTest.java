package org.sideros.start.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;

class RestartRuleTest {
    private static final Set<RestartPolicy> ON_SUCCESS = Set.of(RestartPolicy.ON_SUCCESS, RestartPolicy.ALWAYS);
    private static final Set<RestartPolicy> ON_FAILURE = Set.of(RestartPolicy.ON_FAILURE, RestartPolicy.ALWAYS);
    private static final Set<RestartPolicy> ON_ABNORMAL =
            Set.of(RestartPolicy.ON_FAILURE, RestartPolicy.ON_ABNORMAL, RestartPolicy.ALWAYS);

    private static Ending ran(Exit exit) {
        return Ending.exited(exit, false);
    }

    /** Every cause with every policy; the set names the policies that restart. */
    static List<Arguments> table() {
        List<Arguments> rows = new ArrayList<>();
        row(rows, "exit 0", ran(Exit.withCode(0)), ON_SUCCESS);
        row(rows, "success code", ran(Exit.withCode(42)), ON_SUCCESS);
        for (String signal : List.of("SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE")) {
            row(rows, signal, ran(Exit.bySignal(signal, false)), ON_SUCCESS);
            row(rows, signal + " with a core", ran(Exit.bySignal(signal, true)), ON_ABNORMAL);
        }
        row(rows, "exit 1", ran(Exit.withCode(1)), ON_FAILURE);
        row(rows, "exit 255", ran(Exit.withCode(255)), ON_FAILURE);
        row(rows, "executor", Ending.notExecuted(new Event.NotExecuted("exec", 2, "no such file")), ON_FAILURE);
        for (String signal : List.of("SIGKILL", "SIGSEGV", "SIGABRT", "SIGUSR1", "SIGQUIT")) {
            row(rows, signal, ran(Exit.bySignal(signal, false)), ON_ABNORMAL);
            row(rows, signal + " with a core", ran(Exit.bySignal(signal, true)), ON_ABNORMAL);
        }
        row(rows, "start time-out", Ending.startTimeout("spawn"), ON_ABNORMAL);
        row(rows, "late kill", Ending.startTimeout("spawn").withKill(), ON_ABNORMAL);
        row(
                rows,
                "start time-out, exit 0",
                Ending.startTimeout("spawn").withExit(new Event.MainExited(1, Exit.withCode(0), true)),
                ON_ABNORMAL);
        row(rows, "polite signal before it was up", Ending.exited(Exit.bySignal("SIGTERM", false), true), ON_ABNORMAL);
        row(
                rows,
                "requested",
                Ending.requested(false).withExit(new Event.MainExited(1, Exit.withCode(1), true)),
                Set.of());
        row(rows, "requested while starting", Ending.requested(true), Set.of());
        row(rows, "requested, killed", Ending.requested(false).withKill(), Set.of());
        row(rows, "requested afterwards", ran(Exit.withCode(1)).asRequested(), Set.of());
        row(rows, "prevented code", ran(Exit.withCode(77)), Set.of());
        row(rows, "prevented success", ran(Exit.withCode(43)), Set.of());
        return rows;
    }

    private static void row(List<Arguments> rows, String cause, Ending ending, Set<RestartPolicy> restarting) {
        for (RestartPolicy policy : RestartPolicy.values()) {
            rows.add(Arguments.of(cause, policy, ending, restarting.contains(policy)));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {3}")
    @MethodSource("table")
    void theTableOfCausesAndPolicies(String cause, RestartPolicy policy, Ending ending, boolean expected) {
        ServiceConfig config = ServiceConfig.builder("web")
                .restart(Walk.restart(policy, 3))
                .successExitCodes(Set.of(42, 43))
                .preventRestartCodes(Set.of(77, 43))
                .build();
        assertEquals(expected, RestartRule.applies(config, ending), cause);
    }

    @ParameterizedTest
    @EnumSource(RestartPolicy.class)
    void aPreventedCodeIsAboutCodesAndNotAboutSignals(RestartPolicy policy) {
        ServiceConfig config = ServiceConfig.builder("web")
                .restart(Walk.restart(policy, 3))
                .preventRestartCodes(Set.of(0))
                .build();
        boolean wanted = ON_ABNORMAL.contains(policy);
        assertEquals(wanted, RestartRule.applies(config, ran(Exit.bySignal("SIGSEGV", false))));
        assertFalse(RestartRule.applies(config, ran(Exit.withCode(0))));
    }

    @Test
    void theResultTellsEndsApart() {
        Set<Integer> none = Set.of();
        assertEquals(Result.SUCCESS, ran(Exit.withCode(0)).result(none));
        assertEquals(Result.EXIT_CODE, ran(Exit.withCode(7)).result(none));
        assertEquals(Result.SUCCESS, ran(Exit.withCode(7)).result(Set.of(7)));
        assertEquals(Result.SIGNAL, ran(Exit.bySignal("SIGSEGV", false)).result(none));
        assertEquals(Result.CORE_DUMP, ran(Exit.bySignal("SIGSEGV", true)).result(none));
        assertEquals(Result.SUCCESS, ran(Exit.bySignal("SIGTERM", false)).result(none));
        assertEquals(Result.EXIT_CODE, ran(Exit.withCode(7)).withKill().result(none));
    }

    @Test
    void attemptsAreUsedUpAtTheirNumberAndNeverWithoutOne() {
        Restart three = Walk.restart(RestartPolicy.ALWAYS, 3);
        assertFalse(RestartRule.exhausted(three, 2));
        assertTrue(RestartRule.exhausted(three, 3));
        assertTrue(RestartRule.exhausted(three, 4));
        assertFalse(RestartRule.exhausted(Walk.restart(RestartPolicy.ALWAYS, 0), Integer.MAX_VALUE));
    }

    private static Restart growing(Duration delay, Duration max, double multiplier) {
        return new Restart(RestartPolicy.ALWAYS, delay, max, multiplier, 0, Duration.ofMinutes(1), Optional.empty());
    }

    @Test
    void aDelayThatDoesNotGrowIsExact() {
        Restart steady = growing(Duration.ofSeconds(5), Duration.ofSeconds(5), 1);
        for (int streak = 0; streak < 50; streak++) {
            assertEquals(Duration.ofSeconds(5), RestartRule.delay(steady, streak, streak));
        }
    }

    @Test
    void aDelayGrowsToItsBoundWithinATenthEitherWay() {
        Restart doubling = growing(Duration.ofSeconds(1), Duration.ofSeconds(10), 2);
        long[] seconds = {1, 2, 4, 8, 10, 10};
        for (int streak = 0; streak < seconds.length; streak++) {
            long exact = Duration.ofSeconds(seconds[streak]).toNanos();
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int seed = 0; seed < 1_000; seed++) {
                long delay = RestartRule.delay(doubling, streak, seed).toNanos();
                least = Math.min(least, delay);
                most = Math.max(most, delay);
            }
            assertTrue(least >= exact * 0.9 && least < exact * 0.92, "least of " + exact + ": " + least);
            assertTrue(most <= exact * 1.1 && most > exact * 1.08, "most of " + exact + ": " + most);
        }
    }

    @Test
    void theSpreadIsTheSameForTheSameSeedAndAnotherForAnother() {
        Restart doubling = growing(Duration.ofSeconds(1), Duration.ofSeconds(10), 2);
        assertEquals(RestartRule.delay(doubling, 1, 7), RestartRule.delay(doubling, 1, 7));
        assertNotEquals(RestartRule.delay(doubling, 1, 7), RestartRule.delay(doubling, 1, 8));
    }

    @Test
    void noDelayIsShorterThanTenMilliseconds() {
        Duration floor = Duration.ofMillis(10);
        assertEquals(floor, RestartRule.delay(growing(Duration.ZERO, Duration.ZERO, 1), 0, 1));
        assertEquals(floor, RestartRule.delay(growing(Duration.ZERO, Duration.ofMinutes(1), 9), 2_000, 1));
        assertEquals(floor, RestartRule.delay(growing(Duration.ofMillis(9), Duration.ofMillis(9), 1), 3, 1));
    }

    @Test
    void aStreakWithoutEndStaysAtTheBound() {
        Restart doubling = growing(Duration.ofSeconds(1), Duration.ofSeconds(10), 2);
        long delay = RestartRule.delay(doubling, Integer.MAX_VALUE, 3).toNanos();
        assertTrue(delay >= 9_000_000_000L && delay <= 11_000_000_000L);
    }
}
