package org.sideros.start.manager;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers of runs: 128 random bits as 32 hexadecimal digits. They tell runs apart; they are no secret. */
final class Invocations {
    private Invocations() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }
}
