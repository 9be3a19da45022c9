package org.sideros.start.control;

import java.util.OptionalInt;
import org.sideros.start.os.PeerCredentials;

/**
 * Who may change things: root, the user the supervisor runs as, and members of the control group. Whoever can connect
 * may look.
 */
record Access(int ownUid, OptionalInt controlGid) {
    boolean mayChange(PeerCredentials peer) {
        return peer.uid() == 0
                || peer.uid() == ownUid
                || (controlGid.isPresent() && peer.groups().contains(controlGid.getAsInt()));
    }
}
