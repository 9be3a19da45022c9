package org.sideros.start.tui.model;

/** A key press, as the console understands it. */
public sealed interface Key {
    /** A character without Alt or Ctrl. */
    record Letter(char letter) implements Key {}

    /** A key that is no character. */
    enum Named implements Key {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        /** F10. */
        F10,
        /** Ctrl-C. */
        INTERRUPT,
        /** Ctrl-L. */
        REPAINT,
        /** The terminal is gone. */
        HANG_UP
    }
}
