package org.sideros.start.readiness;

import java.io.IOException;
import org.sideros.start.config.HostPort;

/** Whether something takes connections on a port. */
final class TcpCheck implements PollingProbe.Check {
    private final HostPort address;

    TcpCheck(String address) {
        this.address = HostPort.parse(address);
    }

    @Override
    public void run() throws IOException, InterruptedException {
        InternetConnection.open(address).close();
    }
}
