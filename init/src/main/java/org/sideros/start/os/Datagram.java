package org.sideros.start.os;

import java.util.List;

/** What one recvmsg(2) brought. The descriptors belong to whoever received it. */
public final class Datagram {
    private final byte[] bytes;
    private final int pid;
    private final int uid;
    private final boolean truncated;
    private final List<Fd> fds;

    Datagram(byte[] bytes, int pid, int uid, boolean truncated, List<Fd> fds) {
        this.bytes = bytes;
        this.pid = pid;
        this.uid = uid;
        this.truncated = truncated;
        this.fds = List.copyOf(fds);
    }

    /** The content, cut at the socket's limit. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Who sent it, by the kernel's word; 0 for a process that cannot be seen from our pid namespace. */
    public int pid() {
        return pid;
    }

    /** The sender's user. */
    public int uid() {
        return uid;
    }

    /** Whether content or descriptors are missing: it was too long, or we have no descriptors left. */
    public boolean truncated() {
        return truncated;
    }

    /** The descriptors that came with it, close-on-exec. */
    public List<Fd> fds() {
        return fds;
    }
}
