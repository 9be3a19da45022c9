package org.sideros.start.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a host, which is a name or a number: {@code localhost:80}, {@code 127.0.0.1:80}, {@code [::1]:80}.
 *
 * @param host without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]+)):(?<port>[0-9]{1,5})");
    private static final int HIGHEST = 65535;

    /**
     * Reads what was written in a file.
     *
     * @throws InvalidValueException that says what is expected instead
     */
    public static HostPort parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw new InvalidValueException(
                    ServiceName.show(text) + " is not HOST:PORT such as \"127.0.0.1:80\" or \"[::1]:80\"");
        }
        int port = Integer.parseInt(match.group("port"));
        if (port < 1 || port > HIGHEST) {
            throw new InvalidValueException(port + " is not a port (1 to " + HIGHEST + ")");
        }
        String number = match.group("v6");
        return new HostPort(number != null ? number : match.group("name"), port);
    }

    /** As it is written, with brackets where they belong. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
