package org.sideros.start.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The listings of the README are parts of examples that run. */
class ReadmeTest {
    private static final Path EXAMPLES = Path.of("src/test/java/org/sideros/start/examples");
    private static final Pattern LISTING = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> !file.toString().endsWith("Test.java") && !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    /** Without indentation: a listing begins at the margin. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void eachListingIsPartOfAnExampleAndEachExampleIsShown() throws IOException {
        List<String> listings = LISTING.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        Map<String, String> sources = new TreeMap<>();
        for (Path example : examples()) {
            sources.put(String.valueOf(example.getFileName()), flat(Files.readString(example)));
        }
        Set<String> shown = new TreeSet<>();
        for (String listing : listings) {
            List<String> from = sources.entrySet().stream()
                    .filter(source -> source.getValue().contains(flat(listing)))
                    .map(Map.Entry::getKey)
                    .toList();
            assertEquals(1, from.size(), () -> "not part of one example:\n" + listing);
            shown.addAll(from);
        }
        assertEquals(sources.keySet(), shown);
    }
}
