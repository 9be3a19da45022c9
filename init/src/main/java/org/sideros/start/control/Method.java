package org.sideros.start.control;

import com.google.gson.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.sideros.start.control.protocol.ProtocolException;

/**
 * A method of an interface.
 *
 * @param changes whether only those who may change things may call it
 * @param parameters the names of all parameters it knows; others are refused before it is called
 */
record Method(boolean changes, Set<String> parameters, Answer answer) {
    /** What the method does. */
    @FunctionalInterface
    interface Answer {
        /**
         * The parameters of the reply; runs on the session's virtual thread and may wait.
         *
         * @throws ProtocolException for a parameter of the wrong type, naming it
         */
        JsonObject to(Request request)
                throws ProtocolException, Request.CallerGone, TimeoutException, InterruptedException;
    }

    static Method query(Set<String> parameters, Answer answer) {
        return new Method(false, parameters, answer);
    }

    static Method change(Set<String> parameters, Answer answer) {
        return new Method(true, parameters, answer);
    }
}
