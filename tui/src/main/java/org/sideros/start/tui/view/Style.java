package org.sideros.start.tui.view;

/** How a cell looks, by what it means; the painter knows the colours. */
public enum Style {
    PLAIN,
    /** The row under the cursor. */
    SELECTED,
    TITLE,
    GOOD,
    BUSY,
    WARNING,
    BAD,
    ACCENT
}
