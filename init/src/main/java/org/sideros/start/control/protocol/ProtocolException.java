package org.sideros.start.control.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes or JSON that are no message of this protocol; the message says what is wrong, for the other side to read. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final @Nullable String field;

    public ProtocolException(String message) {
        super(message);
        this.field = null;
    }

    /** The member {@code field} of an object is missing or of the wrong type. */
    public ProtocolException(String field, String message) {
        super(field + " " + message);
        this.field = field;
    }

    /** The member that is wrong; empty where the whole message is. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
