package org.sideros.start.tui.model;

import java.time.Duration;

/**
 * Everything a screen is made of.
 *
 * @param host the name of this machine
 * @param clock the time of the last message that told one
 */
public record Model(String host, Clock clock, Snapshot snapshot, Connection connection, Ui ui) {
    /** A supervisor that says nothing for so long is as good as gone: it is asked every second. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Whether what is shown may not be so any more. */
    public boolean stale() {
        return connection instanceof Connection.Lost || age().compareTo(PATIENCE) > 0;
    }

    /** How old the snapshot is. */
    public Duration age() {
        return clock.since(snapshot.taken());
    }

    /** How long the supervisor has been up. */
    public Duration uptime() {
        return snapshot.uptime().plus(age());
    }

    Model with(Ui other) {
        return new Model(host, clock, snapshot, connection, other);
    }

    Model with(Clock other) {
        return new Model(host, other, snapshot, connection, ui);
    }

    Model with(Connection other) {
        return new Model(host, clock, snapshot, other, ui);
    }

    Model with(Snapshot other) {
        return new Model(host, other.taken(), other, new Connection.Live(), ui);
    }
}
