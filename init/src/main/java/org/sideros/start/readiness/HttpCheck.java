package org.sideros.start.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sideros.start.config.HostPort;

/** Whether a page is answered with 2xx or 3xx. Nothing but the first line of the answer is looked at. */
final class HttpCheck implements PollingProbe.Check {
    private static final int DEFAULT_PORT = 80;
    private static final int LONGEST_LINE = 4096;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})( .*)?");

    private final String url;
    private final HostPort address;
    private final byte[] request;

    HttpCheck(String url) {
        this.url = url;
        URI uri = URI.create(URI.create(url).toASCIIString());
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(url + " is not http://HOST[:PORT][/PATH]");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        address = HostPort.parse(uri.getHost() + ":" + port);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        request = ("GET " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                        + "\r\nUser-Agent: start\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void run() throws IOException, InterruptedException {
        try (Socket socket = InternetConnection.open(address)) {
            socket.getOutputStream().write(request);
            String line = firstLine(socket);
            Matcher status = STATUS.matcher(line);
            if (!status.matches()) {
                throw new IOException(url + " is not answered in HTTP");
            }
            if (status.group(1).charAt(0) != '2' && status.group(1).charAt(0) != '3') {
                throw new IOException(url + " is answered with " + status.group(1));
            }
        } catch (SocketTimeoutException e) {
            throw new IOException(url + " is not answered in " + InternetConnection.PATIENCE.toSeconds() + " s", e);
        }
    }

    /** In the time one try has, however slowly the bytes drip. */
    private String firstLine(Socket socket) throws IOException {
        long end = System.nanoTime() + InternetConnection.PATIENCE.toNanos();
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            int c = in.read();
            if (c < 0 || c == '\n') {
                break;
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
