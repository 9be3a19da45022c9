package org.sideros.start.process;

import java.util.List;
import java.util.OptionalLong;
import org.sideros.start.config.Security;

/**
 * What a process is kept from, in the executor's terms.
 *
 * @param bounding the capabilities it may ever have, bit n for number n of capabilities(7); empty for all
 * @param ambient those it has whatever its user
 */
public record Confinement(
        OptionalLong bounding,
        OptionalLong ambient,
        boolean privateTmp,
        boolean privateNetwork,
        boolean privateDevices,
        boolean privatePids,
        List<Security.Place> readOnly,
        List<Security.Place> inaccessible) {
    /** Nothing is kept from it. */
    public static final Confinement NONE = new Confinement(
            OptionalLong.empty(), OptionalLong.empty(), false, false, false, false, List.of(), List.of());

    public Confinement {
        readOnly = List.copyOf(readOnly);
        inaccessible = List.copyOf(inaccessible);
    }

    void addTo(List<String> args) {
        if (privateNetwork) {
            args.add("private_network");
        }
        if (privateDevices) {
            args.add("private_devices");
        }
        if (privateTmp) {
            args.add("private_tmp");
        }
        readOnly.forEach(place -> args.add("read_only=" + word(place)));
        inaccessible.forEach(place -> args.add("inaccessible=" + word(place)));
        bounding.ifPresent(mask -> args.add("bounding=" + Long.toHexString(mask)));
        ambient.ifPresent(mask -> args.add("ambient=" + Long.toHexString(mask)));
    }

    private static String word(Security.Place place) {
        return (place.optional() ? "-" : "") + place.path();
    }
}
