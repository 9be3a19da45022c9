package org.sideros.start.app;

import org.sideros.start.os.Errno;

/** A program that calls libc, and so needs JNA's native library. */
final class KernelProbe {
    private KernelProbe() {}

    public static void main(String[] args) {
        System.out.println(Errno.text(Errno.ENOENT));
    }
}
