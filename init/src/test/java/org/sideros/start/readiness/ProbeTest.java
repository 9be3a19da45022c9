package org.sideros.start.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sideros.start.config.Readiness;
import org.sideros.start.os.Descriptors;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Spawn;

class ProbeTest {
    private static final Duration A_WHILE = Duration.ofMillis(100);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private EventLoop loop;

    @BeforeEach
    void begin() throws Exception {
        loop = new EventLoop(failures::add);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        loop.close();
        assertEquals(List.of(), failures);
    }

    private Probe start(Readiness.Kind kind, String argument) {
        return start(kind, argument, ProbeContext.of(loop));
    }

    private Probe start(Readiness.Kind kind, String argument, ProbeContext context) {
        Probe probe = Probe.start(new Readiness(kind, argument), context, ready::incrementAndGet, troubles::add);
        opened.add(probe);
        return probe;
    }

    private void becomesReadyOnce() {
        Child.patiently().until(() -> ready.get() > 0);
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 1);
    }

    private void trouble(String text) {
        Child.patiently().until(() -> troubles.stream().anyMatch(t -> t.contains(text)));
    }

    private void isNotReadyBecause(String text) {
        trouble(text);
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
    }

    private ServerSocket listen(int port, String host) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        opened.add(server);
        return server;
    }

    /** A port that nobody listens on. */
    private int freePort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            return server.getLocalPort();
        }
    }

    @Test
    void tcpIsReadyOnceSomebodyListens() throws Exception {
        int port = freePort();
        start(Readiness.Kind.TCP, "127.0.0.1:" + port);
        isNotReadyBecause("connect 127.0.0.1:" + port + ": Connection refused");
        listen(port, "127.0.0.1");
        becomesReadyOnce();
        assertEquals(1, troubles.size(), troubles::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void tcpTakesNamesAndNumbers(String host) throws Exception {
        start(Readiness.Kind.TCP, host + ":" + listen(0, "127.0.0.1").getLocalPort());
        becomesReadyOnce();
    }

    @Test
    void tcpTellsOfANameThatNobodyHas() {
        start(Readiness.Kind.TCP, "no-such-host.invalid:80");
        isNotReadyBecause("no-such-host.invalid:80: the name is not known");
    }

    @Test
    void aUnixStreamSocketIsReadyOnceSomebodyListens() throws Exception {
        Path socket = directory.resolve("s");
        start(Readiness.Kind.UNIX, socket.toString());
        isNotReadyBecause("No such file or directory");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.add(server);
        server.bind(UnixDomainSocketAddress.of(socket));
        becomesReadyOnce();
    }

    @Test
    void aUnixSocketThatADeadProcessLeftIsNotReady() throws Exception {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        start(Readiness.Kind.UNIX, socket.toString());
        isNotReadyBecause("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "/"})
    void aUnixDatagramSocketIsReadyToo(String start) throws Exception {
        String address = start.equals("@") ? "@" + directory : directory + "/s";
        opened.add(NotifySocket.open(loop, address, -1, _ -> {}));
        start(Readiness.Kind.UNIX, address);
        becomesReadyOnce();
    }

    /** Answers every request with what the array holds, and keeps the requests' first lines. */
    private int serve(String[] answer, List<String> requests) throws Exception {
        ServerSocket server = listen(0, "127.0.0.1");
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    byte[] request = new byte[4096];
                    int n = client.getInputStream().read(request);
                    requests.add(new String(request, 0, Math.max(0, n), StandardCharsets.UTF_8));
                    client.getOutputStream().write(answer[0].getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The end, or a client that has gone.
                }
            }
        });
        return server.getLocalPort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK",
                "HTTP/1.1 204 No Content",
                "HTTP/1.0 301 Moved",
                "HTTP/1.1 399",
                "HTTP/1.1 200 "
            })
    void httpIsReadyWhenThePageIsAnswered(String status) throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        int port = serve(new String[] {status + "\r\n\r\n"}, requests);
        start(Readiness.Kind.HTTP, "http://127.0.0.1:" + port + "/health?full=1#x");
        becomesReadyOnce();
        assertTrue(requests.getFirst().startsWith("GET /health?full=1 HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"));
        assertTrue(requests.getFirst().endsWith("\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Starting",
                "HTTP/1.1 404 Not Found",
                "HTTP/1.1 100 Continue",
                "SSH-2.0-OpenSSH",
                "HTTP/1.1 2000",
                ""
            })
    void httpIsNotReadyWhenItIsAnsweredOtherwise(String status) throws Exception {
        String[] answer = {status + "\r\n\r\n"};
        int port = serve(answer, new CopyOnWriteArrayList<>());
        start(Readiness.Kind.HTTP, "http://127.0.0.1:" + port);
        isNotReadyBecause(
                "is " + (status.startsWith("HTTP/1.1 2000") || !status.startsWith("HTTP") ? "not " : "") + "answered");
        answer[0] = "HTTP/1.1 200 OK\r\n\r\n";
        becomesReadyOnce();
    }

    @Test
    void httpsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> start(Readiness.Kind.HTTP, "https://127.0.0.1/"));
    }

    @Test
    void aFileIsReadyOnceItExists() throws Exception {
        Path file = directory.resolve("a/b");
        start(Readiness.Kind.FILE, file.toString());
        isNotReadyBecause(file + " does not exist");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        becomesReadyOnce();
    }

    @Test
    void logIsReadyOnceALineMatchesThatCameAfterTheStart() throws Exception {
        Path log = Files.writeString(directory.resolve("x.log"), "old: ready to serve\nhalf a li");
        start(Readiness.Kind.LOG, "ready .* serve$", ProbeContext.of(loop).withOutput(log, Files.size(log)));
        isNotReadyBecause("no line of output matches ready .* serve$");
        append(log, "ne\nready to");
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
        append(log, " serve");
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
        append(log, "\n");
        becomesReadyOnce();
    }

    @Test
    void logFollowsAFileThatIsMadeLaterOrEmptied() throws Exception {
        Path log = directory.resolve("x.log");
        start(Readiness.Kind.LOG, "^ready$", ProbeContext.of(loop).withOutput(log, 0));
        isNotReadyBecause("is not there");
        Files.writeString(log, "one\ntwo\nthree\n");
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
        Files.writeString(log, "ready\n");
        becomesReadyOnce();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void logHearsLinesThatArePassedToIt() {
        Probe probe = start(Readiness.Kind.LOG, "listening on [0-9]+");
        probe.lines().line("listening on nothing");
        probe.lines().line("x".repeat(1_000_000));
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
        probe.lines().line("I am listening on 80.");
        probe.lines().line("I am listening on 81.");
        becomesReadyOnce();
    }

    @Test
    void aPatternThatNeverEndsIsGivenUp() {
        Probe probe = start(Readiness.Kind.LOG, "^(a+)+\\1$");
        probe.lines().line("a".repeat(60) + "b");
        trouble("takes too long");
        probe.lines().line("aa");
        becomesReadyOnce();
    }

    private Fd[] pipe() throws PosixException {
        Fd[] pipe = Spawn.pipe();
        opened.add(pipe[1]);
        return pipe;
    }

    @Test
    void aDescriptorIsReadyAtTheNewline() throws Exception {
        Fd[] pipe = pipe();
        start(Readiness.Kind.FD, "3", ProbeContext.of(loop).withDescriptor(pipe[0]));
        pipe[1].write("starting".getBytes(StandardCharsets.UTF_8));
        Child.patiently().during(A_WHILE).until(() -> ready.get() == 0);
        pipe[1].write("up\nmore\n".getBytes(StandardCharsets.UTF_8));
        becomesReadyOnce();
        assertThrows(PosixException.class, () -> pipe[1].write("x\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(), troubles);
    }

    @Test
    void aDescriptorThatIsClosedWithoutANewlineIsTroubleAndNeverReady() throws Exception {
        Fd[] pipe = pipe();
        start(Readiness.Kind.FD, "3", ProbeContext.of(loop).withDescriptor(pipe[0]));
        pipe[1].write("ready".getBytes(StandardCharsets.UTF_8));
        pipe[1].close();
        isNotReadyBecause("closed without a newline");
    }

    @Test
    void aDescriptorWithANewlineAndAnEndIsReady() throws Exception {
        Fd[] pipe = pipe();
        pipe[1].write("\n".getBytes(StandardCharsets.UTF_8));
        pipe[1].close();
        start(Readiness.Kind.FD, "3", ProbeContext.of(loop).withDescriptor(pipe[0]));
        becomesReadyOnce();
        assertEquals(List.of(), troubles);
    }

    @Test
    void aDescriptorProbeNeedsADescriptor() {
        assertThrows(IllegalArgumentException.class, () -> start(Readiness.Kind.FD, "3"));
    }

    /** Runs commands by a shell, one child each. */
    private ProbeContext.Runner shell(List<Integer> running) {
        return (command, exited) -> {
            try {
                Child child = Child.start("/bin/sh", "-c", command);
                running.add(child.pid());
                Thread.ofVirtual().start(() -> {
                    exited.accept(child.ended().value());
                    running.remove((Object) child.pid());
                });
                return () -> {
                    if (running.contains(child.pid())) {
                        Kernel.kill(child.pid(), 9);
                    }
                };
            } catch (PosixException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void aCommandIsRunAgainUntilItSucceeds() throws Exception {
        List<Integer> running = new CopyOnWriteArrayList<>();
        Path flag = directory.resolve("flag");
        start(Readiness.Kind.EXEC, "test -e " + flag, ProbeContext.of(loop).withRunner(shell(running)));
        isNotReadyBecause("test -e " + flag + " exits with 1");
        Files.createFile(flag);
        becomesReadyOnce();
    }

    @Test
    void aCommandThatRunsIsEndedWithTheProbe() {
        List<Integer> running = new CopyOnWriteArrayList<>();
        Probe probe = start(
                Readiness.Kind.EXEC, "exec sleep 1000", ProbeContext.of(loop).withRunner(shell(running)));
        Child.patiently().until(() -> !running.isEmpty());
        probe.close();
        Child.patiently().until(running::isEmpty);
        assertEquals(0, ready.get());
    }

    @Test
    void notifyIsNoProbe() {
        assertThrows(IllegalArgumentException.class, () -> start(Readiness.Kind.NOTIFY, ""));
    }

    @Test
    void closingEndsEveryKindAndLeavesNothingOpen() throws Exception {
        Path file = directory.resolve("f");
        int port = freePort();
        Descriptors.open();
        int before = Descriptors.open();
        Fd[] pipe = Spawn.pipe();
        List<Probe> probes = List.of(
                start(Readiness.Kind.TCP, "127.0.0.1:" + port),
                start(Readiness.Kind.HTTP, "http://127.0.0.1:" + port + "/"),
                start(Readiness.Kind.UNIX, directory.resolve("s").toString()),
                start(Readiness.Kind.FILE, file.toString()),
                start(Readiness.Kind.LOG, "x", ProbeContext.of(loop).withOutput(directory.resolve("log"), 0)),
                start(Readiness.Kind.EXEC, "false", ProbeContext.of(loop)),
                start(Readiness.Kind.FD, "3", ProbeContext.of(loop).withDescriptor(pipe[0])));
        trouble("connect 127.0.0.1:" + port);
        trouble(file + " does not exist");
        probes.forEach(Probe::close);
        probes.forEach(Probe::close);

        assertThrows(PosixException.class, () -> pipe[1].write(new byte[] {'\n'}));
        pipe[1].close();
        Files.createFile(file);
        Files.writeString(directory.resolve("log"), "x\n");
        probes.get(4).lines().line("x");
        try (ServerSocket server = new ServerSocket(port, 10, LOOPBACK)) {
            server.setSoTimeout(700);
            assertThrows(IOException.class, server::accept, "it still knocks");
        }
        assertEquals(0, ready.get());
        Child.patiently().untilAsserted(() -> assertTrue(Descriptors.open() <= before));
    }

    @Test
    void nothingIsToldOnceCloseHasReturned() throws Exception {
        for (int i = 0; i < 200; i++) {
            Path file = directory.resolve("f" + i);
            boolean[] closed = {false};
            AtomicInteger late = new AtomicInteger();
            Probe probe = Probe.start(
                    new Readiness(Readiness.Kind.FILE, file.toString()),
                    ProbeContext.of(loop),
                    () -> {
                        if (closed[0]) {
                            late.incrementAndGet();
                        }
                    },
                    _ -> {});
            Files.createFile(file);
            probe.close();
            closed[0] = true;
            assertEquals(0, late.get());
        }
    }
}
