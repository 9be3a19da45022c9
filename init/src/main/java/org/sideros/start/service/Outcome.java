package org.sideros.start.service;

/** How a request ended for one service. */
public sealed interface Outcome {
    /** As asked. */
    record Done() implements Outcome {}

    /** It was so already. */
    record Already() implements Outcome {}

    /** It did not work. */
    record Failed(Result result, String step, int errno, String message) implements Outcome {}

    /** Something it requires is not up. */
    record DependencyFailed(String dependency) implements Outcome {}

    /** A later request took its place. */
    record Cancelled(Requester by) implements Outcome {}
}
