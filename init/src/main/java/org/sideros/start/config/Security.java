package org.sideros.start.config;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code [service.security]}. Empty lists and false where the file says nothing.
 *
 * <p>A service that stays root and keeps {@code CAP_SYS_ADMIN} can unmount and remount, and so undo what concerns the file
 * system: let it run as another user, or leave the capability out of {@code capabilities}. Each process of a service, a
 * hook too, is confined by itself: with {@code private_tmp} each has a {@code /tmp} of its own.
 *
 * @param limitCapabilities whether {@code capabilities} was given: an empty list takes all away
 * @param capabilities the bounding and ambient set: no process of the service ever has others, and its main process has
 *     these whatever its user
 * @param privateTmp {@code /tmp} and {@code /var/tmp} are empty, in memory, and gone with the process
 * @param privateNetwork there is no network but {@code lo}; abstract sockets of the system are out of reach too
 * @param privateDevices {@code /dev} has only what is no hardware, and {@code CAP_MKNOD} and {@code CAP_SYS_RAWIO} are
 *     taken away
 * @param privatePids it sees no other processes, has pid 2, and all it has started dies with it
 * @param protectSystem {@code /usr}, {@code /boot}, {@code /efi} and {@code /etc} are read-only
 * @param protectHome {@code /home}, {@code /root} and {@code /run/user} are empty
 * @param readOnlyPaths read-only with all that is mounted below
 * @param inaccessiblePaths files cannot be opened, directories are empty; stronger than {@code readOnlyPaths}
 */
public record Security(
        boolean noNewPrivileges,
        boolean limitCapabilities,
        List<String> capabilities,
        boolean privateTmp,
        boolean privateNetwork,
        boolean privateDevices,
        boolean privatePids,
        boolean protectSystem,
        boolean protectHome,
        List<Place> readOnlyPaths,
        List<Place> inaccessiblePaths) {
    /** Nothing restricted. */
    public static final Security NONE =
            new Security(false, false, List.of(), false, false, false, false, false, false, List.of(), List.of());

    public Security {
        capabilities = List.copyOf(capabilities);
        readOnlyPaths = List.copyOf(readOnlyPaths);
        inaccessiblePaths = List.copyOf(inaccessiblePaths);
    }

    /** A path with all that is below it. If it is {@code optional} it may be missing; else the start fails then. */
    public record Place(Path path, boolean optional) {}
}
