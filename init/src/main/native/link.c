#define _GNU_SOURCE
#include "link.h"

#include <sys/socket.h>
#include <unistd.h>

enum { LINK_BYTES = 65536 }; /* some hundred messages: the kernel accounts much more than the 16 bytes of each */

int link_end[2];

static void bound(int bytes) {
    setsockopt(link_end[0], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

bool open_link(void) {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link_end) < 0) {
        return false;
    }
    bound(LINK_BYTES);
    return true;
}

bool send_message(enum shim_type type, int pid, int status, uint32_t count) {
    const struct shim_message m = {.type = type, .pid = pid, .status = status, .count = count};
    return send(link_end[0], &m, sizeof m, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof m;
}

/* The oldest message that no supervisor has read. */
static bool unread(struct shim_message *m, int flags) {
    return recv(link_end[1], m, sizeof *m, MSG_DONTWAIT | flags) == sizeof *m;
}

bool is_greeted(void) {
    struct shim_message m;
    return !unread(&m, MSG_PEEK) || m.type != SHIM_HELLO;
}

/*
 * Sends the HELLO, then moves each older message behind it: sent again first, then taken away. There is room for both,
 * because meanwhile the link may be twice as full. No supervisor lives, so nobody else reads.
 */
bool greet(uint32_t count) {
    struct shim_message m;
    while (!is_greeted()) {
        unread(&m, 0); /* for one that died before it looked */
    }
    bound(2 * LINK_BYTES);
    bool sent = send_message(SHIM_HELLO, getpid(), 0, count);
    while (sent && is_greeted()) {
        sent = unread(&m, MSG_PEEK) && send_message(m.type, m.pid, m.status, m.count) && unread(&m, 0);
    }
    bound(LINK_BYTES);
    return sent;
}

bool receive_message(struct shim_message *m) {
    ssize_t size = recv(link_end[0], m, sizeof *m, MSG_DONTWAIT | MSG_TRUNC);
    if (size != sizeof *m) {
        m->type = 0;
    }
    return size >= 0;
}
