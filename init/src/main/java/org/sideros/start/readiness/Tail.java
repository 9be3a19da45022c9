package org.sideros.start.readiness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows a file that others append to, line by line, on a virtual thread of its own. */
final class Tail implements AutoCloseable {
    /** Between looks: watching the file would tell of every write of a service at full speed. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final Sink lines;
    private final Consumer<String> trouble;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Thread thread;
    private long position;

    /** Takes lines; may wait. */
    @FunctionalInterface
    interface Sink {
        void line(String line) throws InterruptedException;
    }

    /** Begins at byte {@code from}. */
    Tail(Path file, long from, Sink lines, Consumer<String> trouble) {
        this.file = file;
        this.lines = lines;
        this.trouble = trouble;
        position = from;
        thread = Thread.ofVirtual().name("tail " + file).start(this::run);
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                readOn(buffer);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // close()
        }
    }

    private void readOn(ByteBuffer buffer) throws InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Made anew, or emptied.
            if (channel.size() < position) {
                position = 0;
                line.reset();
            }
            while (channel.read(buffer.clear(), position) > 0) {
                position += buffer.position();
                take(buffer.flip());
            }
        } catch (NoSuchFileException e) {
            trouble.accept(file + " is not there");
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                trouble.accept("read " + file + ": " + e.getMessage());
            }
        }
    }

    private void take(ByteBuffer bytes) throws InterruptedException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                lines.line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LogProbe.LONGEST_LINE) {
                line.write(b);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
