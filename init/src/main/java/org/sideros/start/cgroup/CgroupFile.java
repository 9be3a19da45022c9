package org.sideros.start.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The forms the kernel's files of a control group have (cgroup-v2.rst, "Interface Files"). */
final class CgroupFile {
    private CgroupFile() {}

    /** One write(2): the kernel takes each as a command. */
    static void write(Path file, String text) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The words of a file such as {@code cgroup.controllers}. */
    static Set<String> words(Path file) throws IOException {
        Set<String> words = new TreeSet<>(Arrays.asList(Files.readString(file).split("\\s+")));
        words.remove("");
        return words;
    }

    /** The number that is all of the file; empty for {@code max} and where there is no such file. */
    static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The number in the line {@code <key> <number>}; empty where there is none. */
    static OptionalLong keyed(Path file, String key) {
        String start = key + " ";
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(start)) {
                    return OptionalLong.of(Long.parseLong(line.substring(start.length())));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // ENODEV of read(2), too: the group was removed meanwhile.
        }
        return OptionalLong.empty();
    }

    /** Why an operation failed, without the path. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
