package org.sideros.start.app;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.sideros.start.config.GlobalConfig;
import org.sideros.start.config.LogLevels;
import org.sideros.start.config.LogOutput;
import org.sideros.start.init.InitLog;

/**
 * The supervisor's own log. Early, before anything is mounted, it goes to the kernel's log or the console, or to
 * standard error where the supervisor is an ordinary process; from {@link #open} on to the configured file. Never throws
 * and never loses a line because of a full or missing directory: such a line goes where the early ones went, and the file
 * is tried again from time to time. Any thread.
 */
final class SupervisorLog extends Handler implements InitLog {
    private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
    private static final Path CONSOLE = Path.of("/dev/console");

    /** The kernel cuts a record of its log off at about a kilobyte (LOG_LINE_MAX, PREFIX_MAX of printk). */
    private static final int KERNEL_LINE = 900;

    private static final long RETRY = Duration.ofSeconds(1).toNanos();

    private final boolean system;
    private final LineFormat format = new LineFormat();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private @Nullable OutputStream early;
    private boolean kernel;
    private long retryAt;

    /** A log of PID 1 or a supervisor below start-init ({@code system}), or of an ordinary process. */
    SupervisorLog(boolean system) {
        this.system = system;
        setLevel(Level.ALL);
    }

    /** A level changes for all parts at once; lines meanwhile are logged by the old or the new one. */
    @Override
    public void levels(LogLevels levels) {
        Logging.set(levels);
    }

    @Override
    public synchronized void open(GlobalConfig config) {
        file = switch (config.logOutput()) {
            case LogOutput.Journal() -> config.journalDir().resolve("start.log");
            case LogOutput.ToFile(Path path) -> path;
        };
        shut(out);
        out = null;
        retryAt = System.nanoTime();
    }

    @Override
    public synchronized void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        try {
            if (!toFile(logged)) {
                toEarly(logged);
            }
        } catch (RuntimeException e) {
            reportError("cannot log", e, ErrorManager.WRITE_FAILURE);
        }
    }

    private boolean toFile(LogRecord logged) {
        if (file == null || (out == null && System.nanoTime() - retryAt < 0)) {
            return false;
        }
        try {
            if (out == null || !Files.exists(file)) {
                shut(out);
                out = null;
                Path directory = file.getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            out.write(format.format(logged).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            shut(out);
            out = null;
            retryAt = System.nanoTime() + RETRY;
            return false;
        }
    }

    private void toEarly(LogRecord logged) {
        try {
            if (early == null) {
                early = openEarly();
            }
            if (kernel) {
                for (String line : format.text(logged).split("\n", -1)) {
                    early.write(kernelLine(logged.getLevel(), line));
                }
            } else {
                early.write(format.format(logged).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Nothing is left to tell it to. Not closed: it may be descriptor 2, whose number would be given away.
        }
    }

    private OutputStream openEarly() throws IOException {
        if (system) {
            for (Path path : new Path[] {KERNEL_LOG, CONSOLE}) {
                if (Files.isWritable(path)) {
                    kernel = path.equals(KERNEL_LOG);
                    return Files.newOutputStream(path, StandardOpenOption.WRITE);
                }
            }
        }
        kernel = false;
        return new FileOutputStream(java.io.FileDescriptor.err);
    }

    /** {@code <level>start: text}, the level being that of syslog(3); a write(2) is one record. */
    private static byte[] kernelLine(Level level, String text) {
        int priority = level.intValue() >= Level.SEVERE.intValue()
                ? 3
                : level.intValue() >= Level.WARNING.intValue() ? 4 : level.intValue() >= Level.INFO.intValue() ? 6 : 7;
        String line = "<" + priority + ">start: " + text;
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= KERNEL_LINE ? bytes : java.util.Arrays.copyOf(bytes, KERNEL_LINE);
    }

    private static void shut(@Nullable OutputStream stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // What was written is written.
        }
    }

    @Override
    public void flush() {}

    @Override
    public synchronized void closeFile() {
        shut(out);
        out = null;
        file = null;
    }

    @Override
    public void close() {
        closeFile();
    }
}
