package org.sideros.start.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The Java runtime of the distribution, linked from the JDK this program runs on. */
final class RuntimeImage {
    /**
     * {@code jdk.unsupported} is {@code sun.misc.Signal} (ours and lanterna's) and {@code sun.misc.Unsafe} (gson's). What
     * else the libraries mention, {@code java.desktop} and {@code java.sql}, they do without.
     */
    private static final String MODULES = "java.base,java.logging,jdk.unsupported";

    private static final List<String> OPTIONS = List.of(
            "--add-modules",
            MODULES,
            "--vm",
            "server",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-6",
            "--generate-cds-archive");

    /** Parts nothing of ours runs: the archive for heaps over 32 GB, and programs that only a JDK needs. */
    private static final List<String> UNUSED = List.of(
            "bin/keytool",
            "bin/jrunscript",
            "lib/server/classes_nocoops.jsa",
            "lib/jexec",
            "lib/jrt-fs.jar",
            "lib/classlist");

    private final Path directory;
    private final Path stamp;

    RuntimeImage(Path directory, Path stamp) {
        this.directory = directory;
        this.stamp = stamp;
    }

    void link() throws IOException {
        Fingerprint inputs = new Fingerprint(stamp).text(OPTIONS + "" + UNUSED).jdk();
        if (inputs.unchanged() && Files.exists(directory.resolve("bin/java"))) {
            return;
        }
        inputs.forget();
        Trees.delete(directory);
        Files.createDirectories(directory.getParent());
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(
                        () -> new BuildFailure("no jlink in " + System.getProperty("java.home") + ": use a full JDK"));
        int status = jlink.run(
                out,
                out,
                java.util.stream.Stream.concat(
                                OPTIONS.stream(), java.util.stream.Stream.of("--output", directory.toString()))
                        .toArray(String[]::new));
        if (status != 0) {
            throw new BuildFailure("jlink exited " + status + ":\n" + messages);
        }
        for (String unused : UNUSED) {
            Files.deleteIfExists(directory.resolve(unused));
        }
        inputs.remember();
    }
}
