package org.sideros.start.control;

import com.google.gson.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.sideros.start.control.protocol.ProtocolException;

/**
 * A method of an interface.
 *
 * @param changes whether only those who may change things may call it
 * @param parameters the names of all parameters it knows; others are refused before it is called
 * @param large whether a call with these parameters is about many services; such a call must not wait for anything
 */
record Method(boolean changes, Set<String> parameters, Predicate<JsonObject> large, Answer answer) {
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
        return new Method(false, parameters, call -> false, answer);
    }

    static Method listing(Set<String> parameters, Predicate<JsonObject> large, Answer answer) {
        return new Method(false, parameters, large, answer);
    }

    static Method change(Set<String> parameters, Answer answer) {
        return new Method(true, parameters, call -> false, answer);
    }
}
