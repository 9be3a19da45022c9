package org.sideros.start.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verifies that the kernel enforces what a service file limits, and that the machine stays usable meanwhile. */
class ResourceLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;

    private static Report boot = new Report(Map.of(), "");

    @BeforeAll
    static void bootOnce() throws IOException, InterruptedException {
        boot = Machine.minimal().services("limits").check("limits.sh");
    }

    private static JsonObject status(String check) {
        return JsonParser.parseString(boot.passed(check).output()).getAsJsonObject();
    }

    @Test
    void everyLimitReachesTheKernel() {
        boot.passed("limited");
        assertEquals(
                List.of(
                        "memory.max 67108864",
                        "memory.high 50331648",
                        "memory.swap.max 0",
                        "cpu.max 150000 100000",
                        "cpu.weight 50",
                        "pids.max 32",
                        "io.weight default 200"),
                boot.passed("every-limit").lines().stream().map(String::strip).toList());
    }

    @Test
    void statusShowsWhatIsUsedAndTheLimits() {
        JsonObject limited = status("limited-status");
        assertEquals(0, limited.get("not_enforced").getAsJsonArray().size(), limited.toString());
        assertEquals(64 * MEBIBYTE, limited.get("memory_max_bytes").getAsLong());
        assertEquals(32, limited.get("tasks_max").getAsLong());
        assertEquals(1, limited.get("tasks").getAsLong());
        assertTrue(limited.get("memory_bytes").getAsLong() > 0, limited.toString());
        assertTrue(
                limited.get("memory_peak_bytes").getAsLong()
                        >= limited.get("memory_bytes").getAsLong(),
                limited.toString());
        String text = boot.passed("limited-text").output();
        assertTrue(text.matches("(?s).*\nmemory: .*, peak .*, max 64\\.0M\n.*"), text);
        assertTrue(text.contains("\ntasks: 1, max 32\n"), text);
    }

    @Test
    void aMemoryHogIsReportedWithItsPeakAndLimit() {
        for (String service : List.of("hog", "parent")) {
            JsonObject hog = status(service);
            assertEquals("oom", hog.get("result").getAsString(), hog.toString());
            assertEquals("failed", hog.get("state").getAsString(), hog.toString());
            assertEquals("SIGKILL", hog.get("exit_signal").getAsString(), hog.toString());
            assertEquals(50 * MEBIBYTE, hog.get("memory_max_bytes").getAsLong());
            long peak = hog.get("memory_peak_bytes").getAsLong();
            assertTrue(Math.abs(peak - 50 * MEBIBYTE) <= MEBIBYTE, hog.toString());
            String text = hog.get("status_text").getAsString();
            assertTrue(text.matches(".*killed for memory: peak (49|50)\\.\\dM of 50M.*"), text);
        }
    }

    @Test
    void aServiceWhoseChildIsKilledForMemoryEndsAsAWhole() {
        boot.passed("parent-gone");
    }

    @Test
    void halfAProcessorIsHalfAProcessor() {
        int share = Integer.parseInt(boot.passed("busy-share").output());
        assertTrue(share >= 40 && share <= 60, share + " % of a processor");
        int unlimited = Integer.parseInt(boot.passed("free-share").output());
        assertTrue(unlimited > 75, "without a quota " + unlimited + " %");
    }

    @Test
    void theProcessorTimeOfAStoppedServiceIsStillKnown() {
        boot.passed("busy-stop");
        JsonObject busy = status("busy-status");
        assertTrue(busy.get("cpu_usec").getAsLong() > 5_000_000, busy.toString());
        assertTrue(busy.get("tasks").isJsonNull(), busy.toString());
    }

    @Test
    void aForkBombIsStoppedWhileTheMachineStaysUsable() {
        boot.passed("bomb-full");
        JsonObject bomb = status("bomb-status");
        assertEquals("active", bomb.get("state").getAsString());
        assertEquals(64, bomb.get("tasks_max").getAsLong());
        assertTrue(bomb.get("tasks").getAsLong() <= 64, bomb.toString());
        boot.passed("bomb-web");
        boot.passed("bomb-restart");
        boot.passed("bomb-web-again");
        int tasks = Integer.parseInt(boot.passed("bomb-count").output());
        assertTrue(tasks > 16 && tasks <= 64, tasks + " tasks: it was still going off");
        boot.passed("bomb-stop");
        boot.passed("bomb-gone");
    }

    @Test
    void aSupervisorInsideAServiceLimitsItsOwnServices() {
        boot.passed("inner");
        boot.passed("inner-limited");
        JsonObject limited = status("inner-status");
        assertEquals(0, limited.get("not_enforced").getAsJsonArray().size(), limited.toString());
        assertEquals(64 * MEBIBYTE, limited.get("memory_max_bytes").getAsLong());
        boot.passed("inner-stop");
        boot.passed("inner-gone");
    }
}
