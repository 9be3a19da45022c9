package org.sideros.start.tui.view;

import java.time.Duration;

/** Durations in few characters. */
final class Age {
    private Age() {}

    /** {@code 41s}, {@code 12m}, {@code 2h}, {@code 3d04h}. */
    static String of(Duration age) {
        if (age.isNegative()) {
            return "0s";
        }
        if (age.toDays() > 0) {
            return age.toDays() + "d" + (age.toHoursPart() < 10 ? "0" : "") + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : age.toSeconds() + "s";
    }
}
