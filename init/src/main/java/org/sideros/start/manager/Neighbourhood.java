package org.sideros.start.manager;

import org.sideros.start.service.Outcome;
import org.sideros.start.service.Standing;

/** What a service's thread may say to the rest. Called on that thread; must not block. */
interface Neighbourhood {
    /** Tells all neighbours where the service stands. */
    void announce(String name, Standing standing);

    /** Tells whoever waits how request {@code request} ended for the service. */
    void finish(long request, String name, Outcome outcome);

    /** Posts {@code Event.Quiet} to the service as soon as nothing else is being started or stopped. */
    void awaitQuiet(String name);

    /** Asks for the service, and all that depend on it, to be stopped; {@code why} in words. */
    void stop(String name, String why);

    /** The service rests and its file is gone: nothing keeps it any more. */
    void forget(String name);
}
