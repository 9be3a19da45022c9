package org.sideros.start.readiness;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.sideros.start.config.Readiness;

/**
 * Finds out whether a service is ready, in one of the ways of {@code ready = "…"}. Tells it once, on a thread of its own
 * or the event loop's; after {@link #close} has returned it tells nothing.
 */
public final class Probe implements AutoCloseable {
    private final Announcement<Boolean> announcement;
    private final Work work;

    /** Hears the service's output. */
    @FunctionalInterface
    public interface Lines {
        /** One line, without its end. Returns at once. */
        void line(String line);
    }

    /** What one kind does until it is closed. */
    interface Work extends AutoCloseable, Lines {
        @Override
        default void line(String line) {}

        @Override
        void close();
    }

    private Probe(Announcement<Boolean> announcement, Work work) {
        this.announcement = announcement;
        this.work = work;
    }

    /**
     * Starts looking.
     *
     * @param onReady is called once; must not block
     * @param trouble is told each different reason why not yet, once; must not block
     * @throws IllegalArgumentException for {@code NOTIFY}, which needs a {@link NotifySocket}, and for an argument that
     *     the configuration refuses
     */
    public static Probe start(Readiness ready, ProbeContext context, Runnable onReady, Consumer<String> trouble) {
        Announcement<Boolean> announcement = new Announcement<>(_ -> onReady.run(), trouble);
        return new Probe(announcement, work(ready, context, announcement));
    }

    private static Work work(Readiness ready, ProbeContext context, Announcement<Boolean> announcement) {
        String argument = ready.argument();
        return switch (ready.kind()) {
            case TCP -> new PollingProbe("tcp", new TcpCheck(argument), announcement);
            case UNIX -> new PollingProbe("unix", new UnixCheck(argument), announcement);
            case HTTP -> new PollingProbe("http", new HttpCheck(argument), announcement);
            case FILE -> new FileProbe(context.loop(), Path.of(argument), announcement);
            case LOG -> new LogProbe(argument, context.output(), context.outputFrom(), announcement);
            case FD ->
                new FdProbe(
                        context.loop(),
                        context.descriptor()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "ready = \"fd:" + argument + "\" needs the reading end of a pipe")),
                        announcement);
            case EXEC -> new ExecProbe(argument, context.runner(), announcement);
            case NOTIFY -> throw new IllegalArgumentException("ready = \"notify\" is heard by a NotifySocket");
        };
    }

    /** Where the service's output is to be passed by those who read it; kinds other than LOG take no notice. */
    public Lines lines() {
        return work;
    }

    @Override
    public void close() {
        announcement.close();
        work.close();
    }
}
