package org.sideros.start.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the distribution of the {@code start} command: a directory that runs where it is put, and the same as a tar.gz.
 *
 * <p>Run by Maven at {@code package} through the source launcher of the JDK the runtime is linked from. Does nothing when
 * no input changed since the last time.
 */
public final class Distribution {
    private static final List<String> PROGRAMS = List.of("start-init", "start-exec");

    private final Path project;
    private final String version;
    private final Instant timestamp;
    private final Path programs;
    private final List<Path> jars;
    private final Path target;
    private final Path home;

    private Distribution(Path project, String version, Instant timestamp, Path programs, List<Path> jars) {
        this.project = project;
        this.version = version;
        this.timestamp = timestamp;
        this.programs = programs;
        this.jars = jars;
        this.target = project.resolve("target");
        this.home = target.resolve("sideros-start");
    }

    /**
     * Arguments: the module's directory, version, time stamp of every file, directory of the native programs, the
     * module's jar, and the run-time class path, whose directories (the module's own classes) are passed over.
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 6) {
            System.err.println("usage: Distribution MODULE VERSION TIMESTAMP PROGRAMS JAR CLASSPATH");
            System.exit(2);
        }
        List<Path> jars = new ArrayList<>();
        jars.add(Path.of(args[4]));
        for (String entry : args[5].split(":")) {
            if (entry.endsWith(".jar") && !Path.of(entry).equals(jars.getFirst())) {
                jars.add(Path.of(entry));
            }
        }
        try {
            new Distribution(Path.of(args[0]), args[1], Instant.parse(args[2]), Path.of(args[3]), jars).make();
        } catch (BuildFailure e) {
            System.err.println("distribution: " + e.getMessage());
            System.exit(1);
        }
    }

    private void make() throws IOException {
        Path archive = target.resolve("sideros-start-" + version + ".tar.gz");
        Fingerprint inputs = new Fingerprint(target.resolve("distribution.inputs"))
                .text(version)
                .text(timestamp.toString())
                .jdk()
                .tree(project.resolve("src/build"))
                .tree(project.resolve("src/dist"))
                .files(jars);
        for (String program : List.of("start", "start-init", "start-exec")) {
            inputs.files(List.of(program(program)));
        }
        if (inputs.unchanged() && Files.exists(archive) && Files.exists(home.resolve("lib/start.aot"))) {
            System.out.println("distribution: up to date");
            return;
        }
        inputs.forget();

        new RuntimeImage(home.resolve("lib/runtime"), target.resolve("runtime.inputs")).link();
        Libraries libraries = new Libraries(home.resolve("lib"), jars);
        libraries.install();
        installPrograms();
        OptionFiles options = new OptionFiles(project.resolve("src/dist/lib"), home, libraries.classPath());
        options.install();
        copyTree(project.resolve("src/dist/share"), home.resolve("share"));
        new JavaRun(home, options.of("start").withCache().withMain("org.sideros.start.app.Documents"))
                .run(home.resolve("share").toString());
        stamp();
        new AotCache(home, target.resolve("aot"), options).create();
        stamp();
        pack(archive);
        inputs.remember();
        System.out.printf(
                "distribution: %s, %d MB; %s, %d MB%n",
                home, size(home) >> 20, archive.getFileName(), Files.size(archive) >> 20);
    }

    private Path program(String name) {
        Path file = programs.resolve(name);
        if (!Files.isExecutable(file)) {
            throw new BuildFailure(file + " is missing: build module init first (mvn -pl init package)");
        }
        return file;
    }

    private void installPrograms() throws IOException {
        install(program("start"), home.resolve("bin/start"));
        for (String name : PROGRAMS) {
            install(program(name), home.resolve("libexec").resolve(name));
        }
    }

    private static void install(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Trees.delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /**
     * Gives everything one time stamp. The cache remembers the time stamp of each jar and is not used when it differs, so
     * the time has to be one that every copy of the distribution has.
     */
    private void stamp() throws IOException {
        Trees.stamp(home, timestamp);
    }

    private void pack(Path archive) throws IOException {
        Commands.run(
                target,
                "tar",
                "--create",
                "--file=" + archive,
                "--use-compress-program=gzip -n -6",
                "--format=posix",
                "--pax-option=delete=atime,delete=ctime,delete=mtime,exthdr.name=%d/PaxHeaders/%f",
                "--sort=name",
                "--owner=0",
                "--group=0",
                "--numeric-owner",
                "--transform=s,^sideros-start,sideros-start-" + version + ",S",
                "sideros-start");
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
