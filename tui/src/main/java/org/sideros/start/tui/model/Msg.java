package org.sideros.start.tui.model;

/** What happened. */
public sealed interface Msg {
    /** A key was pressed. */
    record Pressed(Key key) implements Msg {}

    /** The supervisor said how things are. */
    record Listed(Snapshot snapshot) implements Msg {}

    /** The supervisor does not answer. */
    record Lost(String why) implements Msg {}

    /** What became of something the viewer asked for. */
    record Answered(String line) implements Msg {}

    /** Time goes by. */
    record Ticked(Clock clock) implements Msg {}

    /** The terminal has another size. */
    record Resized(int columns, int rows) implements Msg {}
}
