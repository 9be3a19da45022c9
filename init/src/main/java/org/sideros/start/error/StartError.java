package org.sideros.start.error;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that could not be done. Each kind has a name on the wire ({@code org.sideros.Start.<Kind>}), named
 * parameters, an exit code of the command line and a one-line message that names the thing, the place and the way out.
 *
 * <p>Unchecked: the command line and the control server handle every kind in one place; library callers catch the kinds
 * they care about. Carries no stack trace, because it reports a state of the world and not of this program.
 */
public abstract sealed class StartError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, Object> parameters;
    private final int exitCode;

    private StartError(int exitCode, String message, Map<String, Object> parameters) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.parameters = parameters;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The kind's name on the wire, without the interface prefix: {@code ServiceNotFound}. */
    public String kind() {
        return getClass().getSimpleName();
    }

    /** The parameters of the error reply, in the order of the interface description; values are strings and numbers. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The exit status of a command that ends with this error, 1 to 8. */
    public int exitCode() {
        return exitCode;
    }

    final String text(String parameter) {
        return String.valueOf(parameters.get(parameter));
    }

    final Number number(String parameter) {
        return parameters.get(parameter) instanceof Number number ? number : 0;
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** No service of that name is loaded. */
    public static final class ServiceNotFound extends StartError {
        private static final long serialVersionUID = 1;

        /** For a {@code name} that no service has. */
        public ServiceNotFound(String name) {
            super(4, name + ": no such service", map("name", name));
        }

        /** The name that nothing has. */
        public String name() {
            return text("name");
        }
    }

    /** The service is active already; nothing was done. The command line reports it and exits 0. */
    public static final class AlreadyRunning extends StartError {
        private static final long serialVersionUID = 1;

        /** For the service {@code name}. */
        public AlreadyRunning(String name) {
            super(0, name + ": already running", map("name", name));
        }

        /** The name of the service. */
        public String name() {
            return text("name");
        }
    }

    /** The service was not started because one it requires did not become active. */
    public static final class DependencyFailed extends StartError {
        private static final long serialVersionUID = 1;

        /** {@code message} says how the dependency failed and where it is required ({@code file:line}). */
        public DependencyFailed(String name, String dependency, String message) {
            super(1, name + ": " + message, map("name", name, "dependency", dependency, "message", message));
        }

        /** The name of the service. */
        public String name() {
            return text("name");
        }

        /** The service it requires. */
        public String dependency() {
            return text("dependency");
        }
    }

    /** A file does not mean anything valid. Line and column count from 1; 0 where the whole file is meant. */
    public static final class ConfigurationInvalid extends StartError {
        private static final long serialVersionUID = 1;

        /** For a place in a file, and what is wrong there. */
        public ConfigurationInvalid(Path file, int line, int column, String message) {
            super(
                    1,
                    file + (line > 0 ? ":" + line + ":" + column : "") + ": error: " + message,
                    map("file", file.toString(), "line", line, "column", column, "message", message));
        }

        /** The file. */
        public String file() {
            return text("file");
        }

        /** The line, from 1; 0 where the whole file is meant. */
        public int line() {
            return number("line").intValue();
        }

        /** The column, from 1; 0 where the whole file is meant. */
        public int column() {
            return number("column").intValue();
        }
    }

    /** The service was tried and did not become (or stay) what was asked for. */
    public static final class StartFailed extends StartError {
        private static final long serialVersionUID = 1;

        /**
         * A failure at {@code step} ({@code exec}, {@code uid}, {@code wait-exit} …) with {@code errno} (0 where no
         * system call failed); {@code message} is the decoded cause.
         */
        public StartFailed(String name, String step, int errno, String message) {
            super(1, name + ": " + message, map("name", name, "step", step, "errno", errno, "message", message));
        }

        /** The name of the service. */
        public String name() {
            return text("name");
        }

        /** What failed: {@code exec}, {@code user}, {@code wait-exit} … */
        public String step() {
            return text("step");
        }

        /** The error number of the system call, see errno(3); 0 where none failed. */
        public int errno() {
            return number("errno").intValue();
        }
    }

    /** The outcome did not come in the time the caller gave. The job goes on. */
    public static final class Timeout extends StartError {
        private static final long serialVersionUID = 1;

        /** For the service {@code name}, after so long. */
        public Timeout(String name, Duration waited) {
            super(
                    6,
                    name + ": not done after " + seconds(waited) + " s; it goes on, see: start status " + name,
                    map("name", name, "seconds", seconds(waited)));
        }

        private static double seconds(Duration d) {
            return d.toMillis() / 1000.0;
        }

        /** The name of the service. */
        public String name() {
            return text("name");
        }

        /** How long was waited. */
        public double seconds() {
            return number("seconds").doubleValue();
        }
    }

    /** The caller may look but not touch. */
    public static final class NotPermitted extends StartError {
        private static final long serialVersionUID = 1;

        /** For what was asked for. */
        public NotPermitted(String method) {
            super(
                    7,
                    method
                            + ": not permitted: ask as root, as the supervisor's user, or as a member of its control group",
                    map("method", method));
        }

        /** What was asked for. */
        public String method() {
            return text("method");
        }
    }

    /** The system is going down; no service is started any more. */
    public static final class ShuttingDown extends StartError {
        private static final long serialVersionUID = 1;

        /** Without any details. */
        public ShuttingDown() {
            super(8, "shutting down: no service is started any more", map());
        }
    }

    /** A rule stands against it; {@code reason} says which one and what to do. */
    public static final class Refused extends StartError {
        private static final long serialVersionUID = 1;

        /** With the whole message. */
        public Refused(String reason) {
            super(8, reason, map("reason", reason));
        }

        /** Which rule stands against it, and what to do. */
        public String reason() {
            return text("reason");
        }
    }

    /** No supervisor answers on the control socket. Client side only. */
    public static final class NoSupervisor extends StartError {
        private static final long serialVersionUID = 1;

        /** For a socket, with the system's reason where there is one. */
        public NoSupervisor(Path socket, @Nullable String cause) {
            super(
                    5,
                    "no supervisor answers on " + socket + (cause == null ? "" : ": " + cause)
                            + " (start one with: start init)",
                    map("socket", socket.toString()));
        }

        /** The socket nobody answers on. */
        public String socket() {
            return text("socket");
        }
    }

    /** The arguments do not fit the verb, method or name rules. */
    public static final class InvalidArgument extends StartError {
        private static final long serialVersionUID = 1;

        /** For the argument {@code parameter}; {@code message} is the whole message. */
        public InvalidArgument(String parameter, String message) {
            super(2, message, map("parameter", parameter, "message", message));
        }

        /** Which argument. */
        public String parameter() {
            return text("parameter");
        }
    }
}
