package org.sideros.start.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The words of {@code ready = "…"}: a kind, and after a colon what that kind looks for. */
final class ReadinessReader {
    /** 0, 1 and 2 are the standard streams; higher ones than select(2) can take are surely a slip. */
    private static final int LOWEST_FD = 3;

    private static final int HIGHEST_FD = 1023;

    /** {@code sun_path} of unix(7) without its final NUL. */
    private static final int LONGEST_SOCKET = 107;

    private ReadinessReader() {}

    static Readiness parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        if (kind.equals("http") || kind.equals("https")) {
            checkUrl(text);
            return new Readiness(Readiness.Kind.HTTP, text);
        }
        Readiness.Kind parsed = Words.parse(Readiness.Kind.class, kind);
        if ((parsed == Readiness.Kind.NOTIFY) != argument.isEmpty()) {
            throw new InvalidValueException(ServiceName.show(text)
                    + (argument.isEmpty() ? " lacks what follows the colon" : " takes no argument"));
        }
        check(parsed, argument);
        return new Readiness(parsed, argument);
    }

    private static void check(Readiness.Kind kind, String argument) {
        switch (kind) {
            case FD -> checkDescriptor(argument);
            case TCP -> HostPort.parse(argument);
            case UNIX -> checkSocket(argument);
            case FILE -> Readers.absolutePath(argument);
            case LOG -> checkPattern(argument);
            case EXEC -> Command.parse(argument);
            case NOTIFY, HTTP -> {}
        }
    }

    private static void checkDescriptor(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= LOWEST_FD && number <= HIGHEST_FD) {
                return;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidValueException(ServiceName.show(text) + " is not the number of a descriptor (" + LOWEST_FD
                + " to " + HIGHEST_FD + ")");
    }

    private static void checkSocket(String address) {
        if (!address.startsWith("@")) {
            Readers.absolutePath(address);
        }
        int length = address.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET || address.equals("@")) {
            throw new InvalidValueException(ServiceName.show(address) + " is not the address of a socket: 2 to "
                    + LONGEST_SOCKET + " bytes fit");
        }
    }

    private static void checkPattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidValueException(ServiceName.show(pattern) + " is not a regular expression: "
                    + e.getDescription() + " near character " + (Math.max(0, e.getIndex()) + 1));
        }
    }

    private static void checkUrl(String text) {
        if (text.startsWith("https:")) {
            throw new InvalidValueException(
                    "https is not supported; use \"http://…\", \"tcp:HOST:PORT\", or \"exec:COMMAND\" with a client");
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getRawUserInfo() == null) {
                HostPort.parse(uri.getHost() + ":" + (uri.getPort() < 0 ? 80 : uri.getPort()));
                return;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new InvalidValueException(ServiceName.show(text) + " is not http://HOST[:PORT][/PATH]");
    }
}
