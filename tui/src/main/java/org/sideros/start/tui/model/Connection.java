package org.sideros.start.tui.model;

/** How the console stands with the supervisor. */
public sealed interface Connection {
    /** It answers. */
    record Live() implements Connection {}

    /** It went away; connecting is tried again until it is back. */
    record Lost(String why) implements Connection {}
}
