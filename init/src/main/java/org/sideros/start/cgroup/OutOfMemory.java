package org.sideros.start.cgroup;

import java.util.OptionalLong;
import org.sideros.start.config.Sizes;

/**
 * The kernel killed processes of a group for memory.
 *
 * @param peak the most the group was charged, in bytes; empty where the kernel does not keep it
 * @param limit the group's {@code memory.max} in bytes; empty without one
 * @param ownLimit whether the group had reached that limit; else the machine, or a group above, had no more memory
 */
public record OutOfMemory(OptionalLong peak, OptionalLong limit, boolean ownLimit) {
    /** One line for people: {@code killed for memory: peak 51.2M of 50M}. */
    public String message() {
        // At its own limit a group holds no less than that.
        OptionalLong most = peak.isEmpty() && ownLimit ? limit : peak;
        StringBuilder text = new StringBuilder("killed for memory");
        if (most.isPresent()) {
            text.append(": peak ").append(Sizes.rounded(most.getAsLong()));
            limit.ifPresent(bytes -> text.append(" of ").append(Sizes.format(bytes)));
        }
        if (!ownLimit) {
            text.append("; not by its own limit: the machine or a group above it had no more");
        }
        return text.toString();
    }
}
