package org.sideros.start.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Addresses of unix(7) as text: an absolute path, or {@code @name} in the abstract namespace. */
public final class UnixAddress {
    static final int AF_UNIX = 1;

    /** {@code sun_path} without its final NUL; an abstract name has a NUL first instead. */
    private static final int LIMIT = 107;

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;

    private UnixAddress() {}

    /** Whether it is a name in the abstract namespace, which leaves no file. */
    public static boolean isAbstract(String address) {
        return address.startsWith("@");
    }

    /**
     * Connects and closes again: nothing happens where some process takes connections or datagrams there.
     *
     * @throws PosixException {@code ENOENT}, {@code ECONNREFUSED}, {@code EACCES}; {@code EAGAIN} when its queue of
     *     connections is full
     */
    public static void tryConnect(String address) throws PosixException {
        for (int type : List.of(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET)) {
            try (Fd socket = new Fd(LibC.socket(AF_UNIX, type | Fd.O_CLOEXEC | Fd.O_NONBLOCK, 0));
                    Memory name = encode(address)) {
                LibC.connect(socket.number(), name, (int) name.size());
                return;
            } catch (LastErrorException e) {
                // A path leads to its socket whatever its type; abstract names are apart for each type.
                int another = isAbstract(address) ? Errno.ECONNREFUSED : Errno.EPROTOTYPE;
                if (e.getErrorCode() != another || type == SOCK_SEQPACKET) {
                    throw new PosixException("connect " + address, e.getErrorCode());
                }
            }
        }
    }

    /** A {@code struct sockaddr_un} of just the length that belongs to it: an abstract name ends where that ends. */
    static Memory encode(String address) throws PosixException {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name.length > LIMIT) {
            throw new PosixException(
                    "socket address " + address + " (" + name.length + " bytes, at most " + LIMIT + " fit)",
                    Errno.ENAMETOOLONG);
        }
        boolean named = isAbstract(address);
        Memory encoded = new Memory(Short.BYTES + name.length + (named ? 0L : 1L));
        encoded.clear();
        encoded.setShort(0, (short) AF_UNIX);
        encoded.write(Short.BYTES, name, 0, name.length);
        if (named) {
            encoded.setByte(Short.BYTES, (byte) 0);
        }
        return encoded;
    }
}
