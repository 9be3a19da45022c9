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

/** A host, by number or name, and a port: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code localhost:80}. */
record InternetAddress(String host, int port) {
    /** One try; the next may do better. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    static InternetAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon));
            int port = Integer.parseInt(text.substring(colon + 1));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (!host.isEmpty() && port > 0 && port <= 65535) {
                return new InternetAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(text + " is not HOST:PORT");
    }

    /** A connection; to be called on a virtual thread, whose interruption ends the wait. */
    Socket connect() throws IOException, InterruptedException {
        Socket socket = new Socket();
        boolean done = false;
        try {
            socket.connect(new InetSocketAddress(resolve(), port), (int) PATIENCE.toMillis());
            done = true;
            return socket;
        } catch (IOException e) {
            throw new IOException("connect " + this + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** Looking up a name is a native call that can take long: on a thread of its own. */
    private InetAddress resolve() throws IOException, InterruptedException {
        if (host.contains(":") || host.matches("[0-9.]+")) {
            return InetAddress.ofLiteral(host);
        }
        CompletableFuture<InetAddress> address = new CompletableFuture<>();
        Thread.ofPlatform().name("lookup " + host).daemon().start(() -> {
            try {
                address.complete(InetAddress.getByName(host));
            } catch (IOException e) {
                address.completeExceptionally(new IOException("the name is not known", e));
            }
        });
        try {
            return address.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (TimeoutException e) {
            throw new IOException("looking up the name takes too long", e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
