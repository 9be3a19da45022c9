package org.sideros.start.readiness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sideros.start.config.HostPort;

/** One try to connect by TCP. */
final class InternetConnection {
    /** The next try may do better. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private InternetConnection() {}

    /** A connection; to be called on a virtual thread, whose interruption ends the wait. */
    static Socket open(HostPort address) throws IOException, InterruptedException {
        Socket socket = new Socket();
        boolean done = false;
        try {
            socket.connect(new InetSocketAddress(resolve(address.host()), address.port()), (int) PATIENCE.toMillis());
            done = true;
            return socket;
        } catch (IOException e) {
            throw new IOException("connect " + address + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** Looking up a name is a native call that can take long: on a thread of its own. */
    private static InetAddress resolve(String host) throws IOException, InterruptedException {
        CompletableFuture<InetAddress> address = new CompletableFuture<>();
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            Thread.ofPlatform().name("lookup " + host).daemon().start(() -> {
                try {
                    address.complete(InetAddress.getByName(host));
                } catch (IOException | RuntimeException unknown) {
                    address.completeExceptionally(new IOException("the name is not known", unknown));
                }
            });
        }
        try {
            return address.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (TimeoutException e) {
            throw new IOException("looking up the name takes too long", e);
        }
    }
}
