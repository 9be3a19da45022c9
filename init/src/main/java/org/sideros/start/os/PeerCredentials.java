package org.sideros.start.os;

import java.util.List;

/**
 * Who is at the other end of a Unix socket, as the kernel noted it when it connected ({@code SO_PEERCRED},
 * {@code SO_PEERGROUPS} of unix(7)).
 *
 * @param groups primary and supplementary group ids
 */
public record PeerCredentials(int pid, int uid, int gid, List<Integer> groups) {
    public PeerCredentials {
        groups = List.copyOf(groups);
    }
}
