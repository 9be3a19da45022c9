package org.sideros.start.readiness;

import java.io.IOException;

/** Whether something takes connections on a port. */
final class TcpCheck implements PollingProbe.Check {
    private final InternetAddress address;

    TcpCheck(String address) {
        this.address = InternetAddress.parse(address);
    }

    @Override
    public void run() throws IOException, InterruptedException {
        address.connect().close();
    }
}
