package org.sideros.start.build;

/** A distribution that cannot be made, and what to do about it. */
final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BuildFailure(String message) {
        super(message);
    }
}
