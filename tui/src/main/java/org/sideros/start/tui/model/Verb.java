package org.sideros.start.tui.model;

/** What the console can ask for a service. */
public enum Verb {
    START("Start", "start"),
    STOP("Stop", "stop"),
    RESTART("Restart", "restart");

    private final String method;
    private final String word;

    Verb(String method, String word) {
        this.method = method;
        this.word = word;
    }

    /** The method of the control protocol. */
    public String method() {
        return method;
    }

    /** For people. */
    public String word() {
        return word;
    }
}
