package org.sideros.start.config;

/** A text or number that cannot mean what its place asks for. The message says what was found and what is expected. */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidValueException(String message) {
        super(message);
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
