package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Sends to a notify socket as sd_notify(3) does, from this process. */
public final class NotifySender implements AutoCloseable {
    private static final int HEADER_SIZE = 56;

    static {
        Native.register(NotifySender.class, "c");
    }

    private final Fd socket = new Fd(LibC.socket(UnixAddress.AF_UNIX, 2 | Fd.O_CLOEXEC, 0));
    private final Memory address;

    public NotifySender(String address) throws PosixException {
        this.address = UnixAddress.encode(address);
    }

    private static native NativeLong sendmsg(int fd, Pointer header, int flags) throws LastErrorException;

    /** Sends text, and duplicates of descriptors with it. Waits while the queue is full. */
    public void send(String text, Fd... fds) throws PosixException {
        send(text.getBytes(StandardCharsets.UTF_8), fds);
    }

    public void send(byte[] bytes, Fd... fds) throws PosixException {
        long rights = 16L + 4L * fds.length;
        try (Memory content = new Memory(Math.max(1, bytes.length));
                Memory vector = new Memory(16);
                Memory control = new Memory(rights + 7 & ~7L);
                Memory header = new Memory(HEADER_SIZE)) {
            content.write(0, bytes, 0, bytes.length);
            vector.setPointer(0, content);
            vector.setLong(8, bytes.length);
            header.clear();
            header.setPointer(0, address);
            header.setInt(8, (int) address.size());
            header.setPointer(16, vector);
            header.setLong(24, 1);
            if (fds.length > 0) {
                control.clear();
                control.setLong(0, rights);
                control.setInt(8, 1);
                control.setInt(12, 1);
                int[] numbers = Arrays.stream(fds).mapToInt(Fd::number).toArray();
                control.write(16, numbers, 0, numbers.length);
                header.setPointer(32, control);
                header.setLong(40, control.size());
            }
            sendmsg(socket.number(), header, 0);
        } catch (LastErrorException e) {
            throw new PosixException("sendmsg", e.getErrorCode());
        }
    }

    /** Opens, sends each and closes. */
    public static void sendAll(String address, List<String> texts) throws PosixException {
        try (NotifySender sender = new NotifySender(address)) {
            for (String text : texts) {
                sender.send(text);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        address.close();
    }
}
