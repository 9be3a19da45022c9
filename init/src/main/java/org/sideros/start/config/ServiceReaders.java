package org.sideros.start.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.sideros.start.config.Schema.Reader;

/** The kinds of value that only service files have. */
final class ServiceReaders {
    private static final Pattern UMASK = Pattern.compile("0?[0-7]{1,3}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.@\\\\-]{0,255}\\$?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final List<String> OUTPUTS = List.of("journal", "null", "console", "inherit");
    private static final long NO_ID = 0xFFFF_FFFFL;

    private ServiceReaders() {}

    /** A user or group, by name or number. */
    static final Reader<String> ACCOUNT_NAME = (value, context) -> {
        String text =
                value instanceof Value.Whole whole ? Long.toString(whole.number()) : Readers.TEXT.read(value, context);
        if (!ACCOUNT.matcher(text).matches()) {
            throw new InvalidValueException(ServiceName.show(text) + " is neither a name nor a number of an account");
        }
        // The kernel takes the highest number, -1, to mean "leave as it is", which would be root.
        if (NUMBER.matcher(text).matches() && (text.length() > 10 || Long.parseLong(text) >= NO_ID)) {
            throw new InvalidValueException(text + " is not in 0 to " + (NO_ID - 1));
        }
        return text;
    };

    static final Reader<Integer> UMASK_DIGITS = (value, _) -> {
        if (!(value instanceof Value.Text text)) {
            throw Readers.unexpected("a string of octal digits such as \"0022\"", value);
        }
        if (!UMASK.matcher(text.text()).matches()) {
            throw new InvalidValueException(
                    ServiceName.show(text.text()) + " is not a mask of \"0000\" to \"0777\" (octal digits)");
        }
        return Integer.parseInt(text.text(), 8);
    };

    static final Reader<EnvironmentFile> ENVIRONMENT_FILE = Readers.text(text -> {
        boolean optional = text.startsWith("-");
        return new EnvironmentFile(Readers.absolutePath(optional ? text.substring(1) : text), optional);
    });

    static final Reader<Double> MULTIPLIER = (value, _) -> {
        double number = switch (value) {
            case Value.Real real -> real.number();
            case Value.Whole whole -> whole.number();
            default -> throw Readers.unexpected("a number", value);
        };
        if (!(number >= 1 && number <= 1000)) {
            throw new InvalidValueException(number + " is not in 1.0 to 1000.0");
        }
        return number;
    };

    static final Reader<List<Dependency>> DEPENDENCIES = Readers.array("service names", (value, context) -> {
        String name = Readers.TEXT.read(value, context);
        if (!ServiceName.isValid(name)) {
            throw new InvalidValueException(ServiceName.invalid(name));
        }
        return new Dependency(name, value.where());
    });

    static final Reader<String> SOCKET = Readers.text(text -> text.startsWith("@") && text.length() > 1
            ? text
            : Readers.absolutePath(text).toString());

    static final Reader<String> CAPABILITY_NAME = Readers.text(Capabilities::known);

    static final Reader<Security.Place> PLACE = Readers.text(text -> {
        boolean optional = text.startsWith("-");
        return new Security.Place(Readers.absolutePath(optional ? text.substring(1) : text), optional);
    });

    static final Reader<Readiness> READINESS = Readers.text(ReadinessReader::parse);

    static final Reader<Stop.Step> STOP_STEP = Readers.text(text -> {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Stop.Step(SignalName.parse(text), Durations.INFINITE)
                : new Stop.Step(SignalName.parse(text.substring(0, colon)), Durations.parse(text.substring(colon + 1)));
    });

    static final Reader<Map<String, String>> ENVIRONMENT = (value, context) -> {
        if (!(value instanceof Value.Table table)) {
            throw Readers.unexpected("a table", value);
        }
        Map<String, String> environment = new LinkedHashMap<>();
        table.entries().forEach((name, entry) -> {
            if (!isVariable(name)) {
                context.error(
                        entry.where(),
                        ServiceName.show(name)
                                + " is not the name of a variable (letters, digits and _, no digit first)");
            } else if (entry instanceof Value.Text text) {
                environment.put(name, text.text());
            } else {
                context.error(entry.where(), name + ": expected a string, found " + entry.kind() + quoteIt(entry));
            }
        });
        return environment;
    };

    private static String quoteIt(Value value) {
        return switch (value) {
            case Value.Whole whole -> "; write \"" + whole.number() + "\"";
            case Value.Truth truth -> "; write \"" + truth.value() + "\"";
            default -> "";
        };
    }

    /** Whether a shell and {@code getenv(3)} can both reach a variable of this name. */
    static boolean isVariable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!CommandSplitter.isNamePart(name.charAt(i), i == 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Where output goes; {@code stdout} is a place only for standard error. */
    static Reader<Output> output(boolean standardError) {
        return Readers.text(text -> {
            if (text.startsWith("file:")) {
                return new Output.Truncate(Readers.absolutePath(text.substring("file:".length())));
            }
            if (text.startsWith("append:")) {
                return new Output.Append(Readers.absolutePath(text.substring("append:".length())));
            }
            if (standardError && text.equals("stdout")) {
                return new Output.Stdout();
            }
            return switch (text) {
                case "journal" -> new Output.Journal();
                case "null" -> new Output.Null();
                case "console" -> new Output.Console();
                case "inherit" -> new Output.Inherit();
                default ->
                    throw new InvalidValueException(ServiceName.show(text)
                            + " is not one of journal, file:/path, append:/path, null, console, inherit"
                            + (standardError ? ", stdout" : "")
                            + (text.startsWith("/")
                                    ? "; did you mean \"append:" + text + "\"?"
                                    : Spelling.hint(text, OUTPUTS)));
            };
        });
    }

    /** An amount of bytes, as a number or a text with a unit; {@code least} is the smallest that makes sense. */
    static Reader<Long> size(long least) {
        return number("a size such as \"512M\"", least, ResourceLimits.INFINITY, Sizes::parse);
    }

    /** A count from {@code min} to {@code max}; {@code "infinity"} where that is no bound. */
    static Reader<Long> count(long min, long max) {
        return number("an integer", min, max, text -> {
            if (max == ResourceLimits.INFINITY && text.equals("infinity")) {
                return ResourceLimits.INFINITY;
            }
            throw new InvalidValueException(ServiceName.show(text) + " is not a number"
                    + (max == ResourceLimits.INFINITY ? " or \"infinity\"" : ""));
        });
    }

    /** Hundredths of one CPU. */
    static final Reader<Long> CPU_QUOTA = Readers.text(text -> {
        if (text.equals("infinity")) {
            return ResourceLimits.INFINITY;
        }
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
        if (!NUMBER.matcher(digits).matches() || digits.length() > 7 || Long.parseLong(digits) == 0) {
            throw new InvalidValueException(
                    ServiceName.show(text) + " is not a share of one CPU such as \"80%\", \"250%\" or \"infinity\"");
        }
        return Long.parseLong(digits);
    });

    private static Reader<Long> number(String expected, long min, long max, Function<String, Long> parse) {
        return (value, _) -> {
            long number = switch (value) {
                case Value.Whole whole -> whole.number();
                case Value.Text text -> parse.apply(text.text());
                default -> throw Readers.unexpected(expected, value);
            };
            if (number < min || number > max) {
                throw new InvalidValueException(number + " is not "
                        + (max == ResourceLimits.INFINITY ? "at least " + min : "in " + min + " to " + max));
            }
            return number;
        };
    }

    /** One number for both limits, or {@code "soft:hard"}. */
    static final Reader<ResourceLimits.Rlimit> RLIMIT = (value, context) -> {
        Reader<Long> one = size(0);
        if (!(value instanceof Value.Text text) || !text.text().contains(":")) {
            long both = one.read(value, context);
            return new ResourceLimits.Rlimit(both, both);
        }
        int colon = text.text().indexOf(':');
        long soft = Sizes.parse(text.text().substring(0, colon));
        long hard = Sizes.parse(text.text().substring(colon + 1));
        if (soft > hard) {
            throw new InvalidValueException(
                    ServiceName.show(text.text()) + ": the soft limit is above the hard limit (\"soft:hard\")");
        }
        return new ResourceLimits.Rlimit(soft, hard);
    };

    /** The resources of {@code setrlimit(2)}, in lower case and without RLIMIT_. */
    static final Set<String> RLIMITS = Set.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    /** An existing or missing path of a condition. */
    static final Reader<List<Path>> PATHS = Readers.oneOrMore(Readers.PATH);

    /** A duration that may be infinite, but not zero. */
    static final Reader<Duration> TIMEOUT = Readers.positiveDuration();
}
