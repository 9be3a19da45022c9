package org.sideros.start.tui.model;

/** What is to be done outside of the model. */
public sealed interface Effect {
    /** Ask the supervisor for it. */
    record Ask(Verb verb, String name) implements Effect {}

    /** Draw everything anew. */
    record Repaint() implements Effect {}

    /** End the console, and nothing else. */
    record Quit() implements Effect {}
}
