package org.sideros.start.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads a TOML file into {@link Value}s. Whatever is wrong with the file ends up in the list of problems: a path taken
 * from a directory anybody may have written to must not be able to throw.
 */
final class TomlSource {
    /**
     * What is written by hand is far smaller; more is a log or an image that got here by mistake. The parser needs some
     * 60 bytes of heap for each byte, and running out of heap would take the supervisor down.
     */
    static final int MAX_BYTES = 128 << 10;

    private TomlSource() {}

    /** The file's top-level table, or null with at least one error added. */
    static Value.@Nullable Table read(Path file, List<Problem> problems) {
        Location whole = Location.of(file);
        byte[] bytes;
        try {
            // Opening a FIFO blocks until somebody writes: only regular files are opened at all.
            if (!Files.isRegularFile(file)) {
                problems.add(Problem.error(whole, whyNotAFile(file)));
                return null;
            }
            bytes = bytes(file);
        } catch (IOException e) {
            problems.add(Problem.error(whole, "cannot read: " + reason(e)));
            return null;
        }
        if (bytes.length > MAX_BYTES) {
            problems.add(Problem.error(whole, "is larger than 128 KiB, which no configuration file is"));
            return null;
        }
        if (bytes.length == 0) {
            problems.add(Problem.error(whole, "is empty; to mask a service, link its file to /dev/null"));
            return null;
        }
        String text = decode(file, bytes, problems);
        return text == null ? null : parse(file, text, problems);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /** A few words for a failed file operation, without the path that the message begins with anyway. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case FileSystemLoopException _ -> "Too many levels of symbolic links";
            case FileSystemException f when f.getReason() != null -> String.valueOf(f.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String whyNotAFile(Path file) throws IOException {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            return "is a link to " + Files.readSymbolicLink(file) + ", which does not exist";
        }
        if (Files.isDirectory(file)) {
            return "is a directory, not a file";
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? "is not a regular file"
                : "cannot read: No such file or directory";
    }

    private static @Nullable String decode(Path file, byte[] bytes, List<Problem> problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = text.length() - text.lastIndexOf('\n');
            problems.add(Problem.error(
                    new Location(file, line, column), "is not UTF-8: byte 0x%02x".formatted(bytes[in.position()])));
            return null;
        }
        return text;
    }

    /** Parse a text as if it stood in {@code file}. */
    static Value.@Nullable Table parse(Path file, String text, List<Problem> problems) {
        // Tables and arrays deeper than 128 are an error to the parser, so what follows cannot exhaust the stack.
        TomlParseResult result = Toml.parse(text);
        if (!result.hasErrors()) {
            return table(file, result, Location.of(file));
        }
        for (TomlParseError error : result.errors()) {
            problems.add(Problem.error(location(file, error.position()), String.valueOf(error.getMessage())));
        }
        return null;
    }

    private static Value.Table table(Path file, TomlTable table, Location where) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Object value = table.get(path);
            if (value != null) {
                entries.put(key, value(file, value, location(file, table.inputPositionOf(path))));
            }
        }
        return new Value.Table(entries, where);
    }

    private static Value value(Path file, Object value, Location where) {
        return switch (value) {
            case String text -> new Value.Text(text, where);
            case Long number -> new Value.Whole(number, where);
            case Double number -> new Value.Real(number, where);
            case Boolean truth -> new Value.Truth(truth, where);
            case TomlTable table -> table(file, table, where);
            case TomlArray array -> {
                List<Value> items = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    items.add(value(file, array.get(i), location(file, array.inputPositionOf(i))));
                }
                yield new Value.Items(items, where);
            }
            default -> new Value.Moment(where);
        };
    }

    private static Location location(Path file, @Nullable TomlPosition position) {
        return position == null ? Location.of(file) : new Location(file, position.line(), position.column());
    }
}
