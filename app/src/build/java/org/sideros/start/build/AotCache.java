package org.sideros.start.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The AOT cache of the distribution ({@code JEP 483}, {@code JEP 514}): one run of the training program records what the
 * command line and the supervisor load and link, a second one makes the cache of it. Both see the class path that users
 * see, because the cache is good for that class path only.
 */
final class AotCache {
    private static final String TRAINING = "org.sideros.start.app.Training";

    private final Path home;
    private final Path work;
    private final OptionFiles options;

    AotCache(Path home, Path work, OptionFiles options) {
        this.home = home;
        this.work = work;
        this.options = options;
    }

    void create() throws IOException {
        Trees.delete(work);
        Files.createDirectories(work);
        Path recorded = work.resolve("recorded.aotconf");
        Path cache = home.resolve("lib/start.aot");
        Files.deleteIfExists(cache);
        OptionFiles.Options training = options.of("init").withMain(TRAINING);
        String trained = new JavaRun(home, training.withCache("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded))
                .run(
                        Files.createDirectory(work.resolve("run")).toString(),
                        home.resolve("share/examples").toString());
        Files.writeString(work.resolve("training.log"), trained);
        String created = new JavaRun(
                        home,
                        training.withCache(
                                "-XX:AOTMode=create",
                                "-XX:AOTConfiguration=" + recorded,
                                "-XX:AOTCache=" + cache,
                                "-Xlog:aot=info:file=" + work.resolve("create.log") + "::filesize=0"))
                .run();
        if (!Files.exists(cache)) {
            throw new BuildFailure("no AOT cache came of the training run:\n" + trained + created);
        }
    }
}
