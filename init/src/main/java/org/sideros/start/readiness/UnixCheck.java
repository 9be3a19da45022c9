package org.sideros.start.readiness;

import java.io.IOException;
import org.sideros.start.os.UnixAddress;

/** Whether something takes connections or datagrams at a Unix socket: a path, or {@code @name}. */
final class UnixCheck implements PollingProbe.Check {
    private final String address;

    UnixCheck(String address) {
        this.address = address;
    }

    @Override
    public void run() throws IOException {
        UnixAddress.tryConnect(address);
    }
}
