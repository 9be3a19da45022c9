package org.sideros.start.manager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.sideros.start.config.Capabilities;
import org.sideros.start.config.Security;
import org.sideros.start.process.Confinement;

/** Turns {@code [service.security]} into what the executor has to be told. */
final class Confinements {
    private static final List<Security.Place> SYSTEM = optional("/usr", "/boot", "/efi", "/etc");
    private static final List<Security.Place> HOME = optional("/home", "/root", "/run/user");

    /** With these a process could make itself the devices that it is not to have, or reach the hardware without. */
    private static final long DEVICE_CAPABILITIES = Capabilities.mask(List.of("CAP_MKNOD", "CAP_SYS_RAWIO"));

    private Confinements() {}

    private static List<Security.Place> optional(String... paths) {
        return Stream.of(paths)
                .map(path -> new Security.Place(Path.of(path), true))
                .toList();
    }

    static Confinement of(Security security) {
        long mask = security.limitCapabilities() ? Capabilities.mask(security.capabilities()) : -1L;
        if (security.privateDevices()) {
            mask &= ~DEVICE_CAPABILITIES;
        }
        return new Confinement(
                mask == -1L ? OptionalLong.empty() : OptionalLong.of(mask),
                security.limitCapabilities() ? OptionalLong.of(mask) : OptionalLong.empty(),
                security.privateTmp(),
                security.privateNetwork(),
                security.privateDevices(),
                security.privatePids(),
                with(security.readOnlyPaths(), security.protectSystem(), SYSTEM),
                with(security.inaccessiblePaths(), security.protectHome(), HOME));
    }

    private static List<Security.Place> with(List<Security.Place> places, boolean more, List<Security.Place> others) {
        List<Security.Place> all = new ArrayList<>(places);
        if (more) {
            all.addAll(others);
        }
        return all;
    }
}
