package org.sideros.start.manager;

import org.sideros.start.os.Errno;

/** A process that could not be run: at which step, and why. */
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1;

    private final String step;
    private final int errno;

    LaunchException(String step, int errno, String what) {
        super(step + " " + what + (errno == 0 ? "" : ": " + Errno.text(errno)), null, false, false);
        this.step = step;
        this.errno = errno;
    }

    String step() {
        return step;
    }

    int errno() {
        return errno;
    }

    /** The cause in words; never null. */
    String text() {
        return String.valueOf(getMessage());
    }
}
