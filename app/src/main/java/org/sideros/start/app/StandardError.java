package org.sideros.start.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes the log to standard error, a line in one call, as it is at that moment: nothing is held back by a buffer. */
final class StandardError extends Handler {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

    @Override
    public void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        byte[] line = getFormatter().format(logged).getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(line);
            } catch (IOException e) {
                // Nobody reads standard error any more; there is nowhere else to say so.
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
