package org.sideros.start.service;

/**
 * Who asked for a job.
 *
 * @param uid user id, -1 where no user is behind it
 * @param pid process id, 0 where no process is behind it
 * @param reason what it was asked through: {@code control socket}, {@code boot}, {@code signal TERM} …
 */
public record Requester(int uid, int pid, String reason) {
    /** The supervisor itself. */
    public static Requester self(String reason) {
        return new Requester(-1, 0, reason);
    }
}
