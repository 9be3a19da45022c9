package org.sideros.start.control;

import java.time.Duration;
import org.sideros.start.control.protocol.Message;

/**
 * What a client may take of the supervisor.
 *
 * @param connections open at once; further ones get an error and are closed
 * @param messageBytes of one call
 * @param message from the first byte of a call to its last; a connection without a begun call may stay as it is
 * @param reply for a client to take one reply
 * @param heldBytes of large messages half sent or half read, over all connections
 */
public record ControlLimits(int connections, int messageBytes, Duration message, Duration reply, long heldBytes) {
    /** The limits of the specification. */
    public static final ControlLimits DEFAULT =
            new ControlLimits(256, Message.CALL_LIMIT, Duration.ofSeconds(30), Duration.ofSeconds(30), 24 << 20);
}
