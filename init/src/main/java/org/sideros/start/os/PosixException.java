package org.sideros.start.os;

import java.io.IOException;

/** A system call that failed: which one, on what, and errno. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    /** A failure of {@code call}, named with its decisive argument ({@code open /run/x}). */
    public PosixException(String call, int errno) {
        super(call + ": " + Errno.text(errno));
        this.call = call;
        this.errno = errno;
    }

    /** The call and its decisive argument. */
    public String call() {
        return call;
    }

    /** The value of errno; compare with the constants of {@link Errno}. */
    public int errno() {
        return errno;
    }
}
