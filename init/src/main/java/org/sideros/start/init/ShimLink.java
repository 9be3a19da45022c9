package org.sideros.start.init;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.sideros.start.os.EventLoop;
import org.sideros.start.os.Fd;
import org.sideros.start.os.Kernel;
import org.sideros.start.os.PosixException;
import org.sideros.start.os.WaitStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link to the init shim that started us; the messages are described in {@code shim.h}. */
final class ShimLink {
    private static final Logger LOG = LoggerFactory.getLogger(ShimLink.class);
    private static final String VARIABLE = "START_SHIM_FD";
    private static final int MESSAGE = 16;
    private static final int EXITED = 1;
    private static final int HELLO = 2;
    private static final int FINISH = 16;
    private static final int INIT = 1;

    private final EventLoop loop;
    private final Fd fd;

    private ShimLink(EventLoop loop, Fd fd) {
        this.loop = loop;
        this.fd = fd;
    }

    /** Whether the shim is there and is PID 1, so that we are in charge of the system. */
    static boolean isSystem(Map<String, String> environment) {
        return environment.containsKey(VARIABLE) && Kernel.parentPid() == INIT;
    }

    /** The link, if a shim started us. */
    static Optional<ShimLink> open(EventLoop loop, Map<String, String> environment) {
        String number = environment.get(VARIABLE);
        if (number == null) {
            return Optional.empty();
        }
        return Optional.of(new ShimLink(loop, new Fd(Integer.parseInt(number))));
    }

    /** Begins to read; {@code orphans} hears of each that the shim has reaped. The shim passes signals on once its greeting is read, so the handlers must stand by then. */
    void listen(BiConsumer<Integer, WaitStatus> orphans) throws PosixException {
        loop.add(fd.number(), EventLoop.READABLE, _ -> receive(orphans));
    }

    private void receive(BiConsumer<Integer, WaitStatus> orphans) {
        byte[] bytes;
        try {
            bytes = fd.read(MESSAGE);
        } catch (PosixException e) {
            LOG.warn("link to the shim: {}", e.getMessage());
            return;
        }
        if (bytes.length == 0) {
            LOG.error("the shim has closed its link");
            loop.remove(fd.number());
            return;
        }
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (message.remaining() != MESSAGE) {
            return;
        }
        int type = message.getInt();
        int pid = message.getInt();
        int status = message.getInt();
        int count = message.getInt();
        switch (type) {
            case HELLO -> {
                if (count > 0) {
                    LOG.warn("supervisor number {} since the shim (pid {}) came up", count + 1, pid);
                }
            }
            case EXITED -> {
                LOG.debug("orphan {} ended with status word {}", pid, status);
                orphans.accept(pid, WaitStatus.ofWord(status));
            }
            default -> LOG.debug("message of type {} from the shim, ignoring", type);
        }
    }

    /** Tells the shim that our end will be its own, with this exit status. */
    void finish(int status) {
        ByteBuffer message = ByteBuffer.allocate(MESSAGE).order(ByteOrder.nativeOrder());
        message.putInt(FINISH).putInt(0).putInt(status).putInt(0);
        try {
            fd.write(message.array());
        } catch (PosixException e) {
            LOG.error("link to the shim: {}", e.getMessage());
        }
    }
}
