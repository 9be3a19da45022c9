package org.sideros.start.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of the distribution. Each is written anew: old classes upgraded so that the AOT cache takes them, what a
 * server on Linux cannot use left out, and JNA's native library put beside them as a file, so that nothing has to be
 * unpacked at run time.
 */
final class Libraries {
    private static final String NATIVE = "com/sun/jna/linux-" + architecture() + "/libjnidispatch.so";

    private final Path directory;
    private final List<Path> jars;

    Libraries(Path directory, List<Path> jars) {
        this.directory = directory;
        this.jars = jars;
    }

    void install() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> old = Files.list(directory)) {
            for (Path jar : old.filter(p -> p.toString().endsWith(".jar")).toList()) {
                Files.delete(jar);
            }
        }
        boolean nativeFound = false;
        try (ClassUpgrade upgrade = new ClassUpgrade(jars)) {
            for (Path jar : jars) {
                try (JarFile from = new JarFile(jar.toFile())) {
                    copy(from, upgrade);
                    nativeFound |= extractNative(from);
                }
            }
        }
        if (!nativeFound) {
            throw new BuildFailure("no jar holds " + NATIVE);
        }
    }

    /** The class path, with {@code @HOME@} for the distribution's directory. */
    String classPath() {
        return jars.stream().map(jar -> "@HOME@/lib/" + jar.getFileName()).collect(Collectors.joining(":"));
    }

    private void copy(JarFile from, ClassUpgrade upgrade) throws IOException {
        Path to = directory.resolve(Path.of(from.getName()).getFileName());
        List<JarEntry> entries = new ArrayList<>();
        for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
            JarEntry entry = all.nextElement();
            if (!entry.isDirectory() && used(entry.getName())) {
                entries.add(entry);
            }
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : entries) {
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
                out.putNextEntry(copy);
                byte[] content = read(from, entry);
                out.write(entry.getName().endsWith(".class") ? upgrade.upgrade(content) : content);
                out.closeEntry();
            }
        }
    }

    private boolean extractNative(JarFile from) throws IOException {
        JarEntry entry = from.getJarEntry(NATIVE);
        if (entry == null) {
            return false;
        }
        Path to = directory.resolve("native").resolve("libjnidispatch.so");
        Files.createDirectories(to.getParent());
        Files.write(to, read(from, entry));
        return true;
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Leaves out native libraries (JNA has twenty), other systems' bindings, and what only compilers read. */
    private static boolean used(String name) {
        return !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/maven/")
                && !name.startsWith("META-INF/proguard/")
                && !name.endsWith("libjnidispatch.so")
                && !name.matches("com/sun/jna/[a-z]+-[a-z0-9_-]+/.*")
                && !name.startsWith("com/sun/jna/platform/win32/")
                && !name.startsWith("com/sun/jna/platform/mac/")
                && !name.startsWith("com/sun/jna/platform/wince/")
                && !name.startsWith("com/sun/jna/platform/dnd/")
                && !name.startsWith("com/googlecode/lanterna/gui2/");
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86-64";
            case "aarch64" -> "aarch64";
            default -> throw new BuildFailure("no native programs for " + System.getProperty("os.arch"));
        };
    }
}
