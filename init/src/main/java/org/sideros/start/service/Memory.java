package org.sideros.start.service;

import java.util.Optional;

/**
 * What a service remembers from state to state.
 *
 * @param message the cause of the last failure in words, empty when there is none
 * @param streak automatic restarts without a quiet time in between
 * @param total automatic restarts altogether
 * @param order what the present or last start waited for
 * @param by who asked last
 * @param text what the service says of itself, empty when it has said nothing
 */
record Memory(
        Result result,
        Optional<Exit> exit,
        String message,
        int streak,
        int total,
        Order order,
        Requester by,
        String text) {
    static final Memory BLANK = new Memory(
            Result.SUCCESS, Optional.empty(), "", 0, 0, Order.free(0), Requester.self("nobody asked yet"), "");

    Memory withResult(Result r, String m) {
        return new Memory(r, exit, m, streak, total, order, by, text);
    }

    Memory withExit(Optional<Exit> e) {
        return new Memory(result, e, message, streak, total, order, by, text);
    }

    Memory withStreak(int s) {
        return new Memory(result, exit, message, s, total, order, by, text);
    }

    Memory afterRestart() {
        return new Memory(result, exit, message, streak + 1, total + 1, order, by, text);
    }

    /** A start somebody asked for: a new streak. */
    Memory asked(Order o, Requester who) {
        return new Memory(result, exit, message, 0, total, o, who, text);
    }

    Memory askedBy(Requester who) {
        return new Memory(result, exit, message, streak, total, order, who, text);
    }

    Memory withOrder(Order o) {
        return new Memory(result, exit, message, streak, total, o, by, text);
    }

    Memory withText(String t) {
        return new Memory(result, exit, message, streak, total, order, by, t);
    }
}
