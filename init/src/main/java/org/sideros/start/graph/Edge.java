package org.sideros.start.graph;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.sideros.start.config.Location;

/**
 * One service depends on another; all that the files say of this pair, in this direction.
 *
 * @param from who waits, or pulls in
 * @param to who is waited for, or pulled in
 * @param reasons what makes the edge, and where each is written (the first place, where it is written twice)
 * @param ordered whether {@code from} starts only when {@code to} is ready, and stops first
 * @param dropped whether the edge was left out to break a cycle: it does not order, and requires nothing any more
 */
public record Edge(String from, String to, Map<Kind, Location> reasons, boolean ordered, boolean dropped) {
    /** What a file says, under the key's own name; from weak to strong. */
    public enum Kind {
        /** {@code from} says {@code after}. */
        AFTER,
        /** {@code to} says {@code before}. */
        BEFORE,
        /** {@code from} says {@code part_of}. */
        PART_OF,
        /** {@code from} says {@code wants}. */
        WANTS,
        /** {@code to} says {@code wanted_by}. */
        WANTED_BY,
        /** {@code from} says {@code requires}. */
        REQUIRES,
        /** {@code to} says {@code required_by}. */
        REQUIRED_BY,
        /** {@code from} says {@code binds_to}. */
        BINDS_TO;

        /** The key in the file. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Edge {
        reasons = Collections.unmodifiableMap(new EnumMap<>(reasons));
    }

    /** Whether {@code from} cannot be active without {@code to}. */
    public boolean requires() {
        return !dropped && saysRequires();
    }

    private boolean saysRequires() {
        return reasons.containsKey(Kind.REQUIRES)
                || reasons.containsKey(Kind.REQUIRED_BY)
                || reasons.containsKey(Kind.BINDS_TO);
    }

    /** Whether starting {@code from} starts {@code to} as well, but goes on without it. */
    public boolean wants() {
        return saysWants() || (dropped && saysRequires());
    }

    private boolean saysWants() {
        return reasons.containsKey(Kind.WANTS) || reasons.containsKey(Kind.WANTED_BY);
    }

    /** Whether {@code from} stops and restarts with {@code to}, besides what it requires. */
    public boolean isPart() {
        return reasons.containsKey(Kind.PART_OF);
    }

    /** Whether a file orders the two as such, by {@code after}, {@code before} or {@code part_of}. */
    public boolean isExplicitOrder() {
        return reasons.containsKey(Kind.AFTER) || reasons.containsKey(Kind.BEFORE) || reasons.containsKey(Kind.PART_OF);
    }

    /** The strongest reason. */
    public Kind kind() {
        return Collections.max(reasons.keySet());
    }

    /** Where the strongest reason is written. */
    public Location where() {
        return Collections.max(reasons.entrySet(), Map.Entry.comparingByKey()).getValue();
    }

    /** Rank in a cycle, where the lowest is dropped: order alone, then what is wanted, then what is required. */
    int strength() {
        return saysRequires() ? 2 : isExplicitOrder() ? 0 : 1;
    }

    Edge unordered() {
        return new Edge(from, to, reasons, false, dropped);
    }

    Edge demoted() {
        return new Edge(from, to, reasons, false, true);
    }

    /** {@code a requires b (file:line:column)}, in the words of the file. */
    @Override
    public String toString() {
        return switch (kind()) {
            case AFTER, PART_OF, WANTS, REQUIRES, BINDS_TO ->
                from + " " + kind().key() + " " + to + " (" + where() + ")";
            case BEFORE, WANTED_BY, REQUIRED_BY -> to + " " + kind().key() + " " + from + " (" + where() + ")";
        };
    }
}
