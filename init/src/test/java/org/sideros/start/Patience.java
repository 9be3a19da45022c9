package org.sideros.start;

import java.time.Duration;

/** How long tests wait for what must happen: much longer than it takes on any machine, so that only a hang is noticed. */
public final class Patience {
    public static final Duration LONG = Duration.ofSeconds(Integer.getInteger("start.patience", 180));

    private Patience() {}
}
