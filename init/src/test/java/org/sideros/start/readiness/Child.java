package org.sideros.start.readiness;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.sideros.start.Patience;
import org.sideros.start.os.Children;
import org.sideros.start.os.PidFd;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.Spawn;
import org.sideros.start.os.WaitStatus;

/** A real process that a test started; ended and reaped at the latest when it is closed. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Patience.LONG;
    private static final String NOTIFY =
            Path.of("target", "native", "notify").toAbsolutePath().toString();

    private final PidFd pidFd;
    private Optional<WaitStatus> status = Optional.empty();

    private Child(PidFd pidFd) {
        this.pidFd = pidFd;
    }

    static Child start(String program, String... arguments) throws PosixException {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(arguments));
        return new Child(PidFd.open(Spawn.spawn(program, argv, List.of(), List.of())));
    }

    /** A process that just lives. */
    static Child sleeping() throws PosixException {
        return start("/bin/sleep", "1000");
    }

    /** Sends each message to a notify socket as user {@code uid}, and ends. */
    static Child notifying(String address, int uid, String... messages) throws PosixException {
        List<String> arguments = new ArrayList<>(List.of(address, Integer.toString(uid)));
        arguments.addAll(List.of(messages));
        return start(NOTIFY, arguments.toArray(String[]::new));
    }

    /** Waits for long, and looks often. */
    static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    int pid() {
        return pidFd.pid();
    }

    WaitStatus ended() {
        patiently().until(() -> {
            status = status.isPresent() ? status : pidFd.reap();
            return status.isPresent();
        });
        return status.orElseThrow();
    }

    @Override
    public void close() {
        if (status.isEmpty()) {
            Children.kill(pidFd.pid());
        }
        pidFd.close();
    }
}
