package org.sideros.start.service;

import java.time.Duration;
import org.sideros.start.config.Restart;
import org.sideros.start.config.RestartPolicy;
import org.sideros.start.config.ServiceConfig;

/** When a service is restarted by itself, and after how long. */
final class RestartRule {
    /** No service is executed more often than this, whatever its delay. */
    static final Duration FLOOR = Duration.ofMillis(10);

    private static final double JITTER = 0.1;

    private RestartRule() {}

    /** Whether the policy wants a restart after this end (the limit of attempts is not looked at). */
    static boolean applies(ServiceConfig config, Ending ending) {
        if (ending.isRequested()
                || ending.exit()
                        .filter(e ->
                                !e.signalled() && config.preventRestartCodes().contains(e.code()))
                        .isPresent()) {
            return false;
        }
        RestartPolicy policy = config.restart().policy();
        return switch (ending.result(config.successExitCodes())) {
            case SUCCESS -> policy == RestartPolicy.ON_SUCCESS || policy == RestartPolicy.ALWAYS;
            case EXIT_CODE, EXEC -> policy == RestartPolicy.ON_FAILURE || policy == RestartPolicy.ALWAYS;
            case SIGNAL, CORE_DUMP, OOM, TIMEOUT, WATCHDOG ->
                policy == RestartPolicy.ON_FAILURE
                        || policy == RestartPolicy.ON_ABNORMAL
                        || policy == RestartPolicy.ALWAYS;
            case START_LIMIT, DEPENDENCY, CONDITION, BAD_CONFIG, UNKILLABLE, CANCELLED -> false;
        };
    }

    /** Whether the streak of automatic restarts has used up the attempts. */
    static boolean exhausted(Restart restart, int streak) {
        return restart.maxAttempts() > 0 && streak >= restart.maxAttempts();
    }

    /**
     * The wait before restart number {@code streak + 1} of a streak. A growing delay is spread by up to a tenth either
     * way, so that services that fell together do not come back in step; {@code seed} decides where in that range.
     */
    static Duration delay(Restart restart, int streak, int seed) {
        double nanos = restart.delay().toNanos() * Math.pow(restart.multiplier(), streak);
        double bounded = Math.min(
                nanos, Math.max(restart.maxDelay().toNanos(), restart.delay().toNanos()));
        double spread = restart.multiplier() > 1 ? 1 + JITTER * fraction(seed) : 1;
        return Duration.ofNanos(Math.max((long) (bounded * spread), FLOOR.toNanos()));
    }

    /** A number in [-1, 1) from a seed, the bits well mixed (the finalizer of MurmurHash3). */
    private static double fraction(int seed) {
        int h = seed;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        h ^= h >>> 16;
        return h / (double) (1L << 31);
    }
}
