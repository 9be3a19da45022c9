package org.sideros.start.config;

import java.util.Collection;
import java.util.List;

/** The capabilities of capabilities(7); the place of each is its number to the kernel. */
public final class Capabilities {
    private static final List<String> NAMES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    private Capabilities() {}

    /** Throws if there is no capability {@code name}. */
    static String known(String name) {
        if (!NAMES.contains(name)) {
            throw new InvalidValueException(ServiceName.show(name)
                    + " is not a capability such as \"CAP_NET_BIND_SERVICE\"" + Spelling.hint(name, NAMES));
        }
        return name;
    }

    /** A set of them as the kernel has it: bit n for number n. */
    public static long mask(Collection<String> names) {
        return names.stream().mapToLong(name -> 1L << NAMES.indexOf(name)).reduce(0, (a, b) -> a | b);
    }

    /** The name of a number, and the number itself where it has none here. */
    public static String name(String number) {
        for (int i = 0; i < NAMES.size(); i++) {
            if (Integer.toString(i).equals(number)) {
                return NAMES.get(i);
            }
        }
        return number;
    }
}
