package org.sideros.start.os;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Users and groups by the system's own lookup (getpwnam_r(3) and its kin, so that every name service works). May block
 * for as long as a name service does.
 */
public final class Accounts {
    private static final int BUFFER = 64 * 1024;
    /** Room for {@code struct passwd} and {@code struct group} on 64-bit Linux. */
    private static final int RECORD = 64;

    private static final int PASSWD_UID = 16;
    private static final int PASSWD_GID = 20;
    private static final int PASSWD_DIR = 32;
    private static final int PASSWD_SHELL = 40;
    private static final int GROUP_GID = 16;
    private static final int MAX_GROUPS = 65536;

    private Accounts() {}

    /** One entry of the user database. */
    public record User(String name, int uid, int gid, String home, String shell) {}

    @FunctionalInterface
    private interface Lookup {
        int run(Pointer entry, Pointer buffer, NativeLong size, Pointer result);
    }

    /** The user of that name or number; empty when there is none. A number needs no entry to be found by name. */
    public static Optional<User> user(String nameOrNumber) {
        OptionalInt number = number(nameOrNumber);
        try (Memory entry = new Memory(RECORD);
                Memory buffer = new Memory(BUFFER)) {
            boolean found = number.isPresent()
                    ? found(entry, buffer, (e, b, n, r) -> LibC.getpwuid_r(number.getAsInt(), e, b, n, r))
                    : found(entry, buffer, (e, b, n, r) -> LibC.getpwnam_r(nameOrNumber, e, b, n, r));
            if (!found) {
                return Optional.empty();
            }
            return Optional.of(new User(
                    entry.getPointer(0).getString(0),
                    entry.getInt(PASSWD_UID),
                    entry.getInt(PASSWD_GID),
                    entry.getPointer(PASSWD_DIR).getString(0),
                    entry.getPointer(PASSWD_SHELL).getString(0)));
        }
    }

    /** The id of that group; a number stands for itself. Empty when there is none of that name. */
    public static OptionalInt group(String nameOrNumber) {
        OptionalInt number = number(nameOrNumber);
        if (number.isPresent()) {
            return number;
        }
        try (Memory entry = new Memory(RECORD);
                Memory buffer = new Memory(BUFFER)) {
            return found(entry, buffer, (e, b, n, r) -> LibC.getgrnam_r(nameOrNumber, e, b, n, r))
                    ? OptionalInt.of(entry.getInt(GROUP_GID))
                    : OptionalInt.empty();
        }
    }

    /** The groups of a user, {@code gid} first (getgrouplist(3)). */
    public static int[] groups(String user, int gid) {
        int[] count = {64};
        int[] groups = new int[count[0]];
        while (LibC.getgrouplist(user, gid, groups, count) < 0 && groups.length < MAX_GROUPS) {
            groups = new int[Math.max(count[0], groups.length * 2)];
            count[0] = groups.length;
        }
        return Arrays.copyOf(groups, count[0]);
    }

    private static boolean found(Memory entry, Memory buffer, Lookup lookup) {
        try (Memory result = new Memory(Long.BYTES)) {
            result.clear();
            return lookup.run(entry, buffer, new NativeLong(BUFFER), result) == 0 && result.getPointer(0) != null;
        }
    }

    private static OptionalInt number(String text) {
        try {
            int n = Integer.parseInt(text);
            return n >= 0 ? OptionalInt.of(n) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
