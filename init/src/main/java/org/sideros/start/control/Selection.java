package org.sideros.start.control;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sideros.start.config.ServiceName;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;
import org.sideros.start.error.StartError;
import org.sideros.start.service.ServiceStatus;

/**
 * The services a call means by its two parameters, patterns replaced by what they match.
 *
 * @param names in the order given, each once
 * @param single whether exactly one service was named, and not by a pattern
 */
record Selection(List<String> names, boolean single) {
    /** The parameters read here. */
    static final Set<String> PARAMETERS = Set.of("name", "names");

    /**
     * Reads the selection of a call; empty when it names nothing.
     *
     * @throws StartError.ServiceNotFound for a pattern that matches no loaded service
     * @throws ProtocolException for what cannot be a name
     */
    static Selection of(Fields parameters, Services services) throws ProtocolException {
        Set<String> names = new LinkedHashSet<>();
        List<String> loaded = new ArrayList<>();
        boolean patterns = false;
        if (parameters.optionalString("name").isPresent()) {
            patterns |= add(parameters.string("name"), "name", names, loaded, services);
        }
        for (String name : parameters.strings("names")) {
            patterns |= add(name, "names", names, loaded, services);
        }
        return new Selection(List.copyOf(names), names.size() == 1 && !patterns);
    }

    private static boolean add(String name, String parameter, Set<String> names, List<String> loaded, Services services)
            throws ProtocolException {
        if (!Glob.isPattern(name)) {
            if (!ServiceName.isValid(name)) {
                throw new ProtocolException(parameter, "is no name of a service");
            }
            names.add(name);
            return false;
        }
        if (name.length() > ServiceName.MAX_LENGTH) {
            throw new ProtocolException(parameter, "is too long a pattern");
        }
        if (loaded.isEmpty()) {
            services.list().stream().map(ServiceStatus::name).forEach(loaded::add);
        }
        List<String> matches = loaded.stream().filter(Glob.of(name)::matches).toList();
        if (matches.isEmpty()) {
            throw new StartError.ServiceNotFound(name);
        }
        names.addAll(matches);
        return true;
    }

    Selection {
        names = List.copyOf(names);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The names for a message, not more than fit into a line. */
    String shown() {
        return names.size() <= 3 ? String.join(" ", names) : names.getFirst();
    }
}
