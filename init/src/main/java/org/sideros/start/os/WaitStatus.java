package org.sideros.start.os;

/**
 * How a process ended, as wait(2) tells it.
 *
 * @param signalled whether a signal ended it; then {@code value} is the signal's number, else the exit code (0 to 255)
 * @param coreDumped whether the kernel wrote a core dump
 */
public record WaitStatus(boolean signalled, int value, boolean coreDumped) {
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    /** Decodes the status word of waitpid(2). */
    public static WaitStatus ofWord(int word) {
        int signal = word & 0x7f;
        return signal == 0
                ? new WaitStatus(false, word >> 8 & 0xff, false)
                : new WaitStatus(true, signal, (word & 0x80) != 0);
    }

    /** Decodes {@code si_code} and {@code si_status} of waitid(2). */
    static WaitStatus ofSiginfo(int code, int status) {
        return new WaitStatus(code != CLD_EXITED, status, code == CLD_DUMPED);
    }
}
