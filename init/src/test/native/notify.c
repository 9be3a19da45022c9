/*
 * notify ADDRESS UID MESSAGE...: sends each message to a notify socket as user UID and ends at once, so that the last is
 * sent just before the exit. "flood:N:MESSAGE" sends it N times.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
    perror(what);
    exit(1);
}

int main(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (argc < 4 || strlen(argv[1]) >= sizeof address.sun_path) {
        return 2;
    }
    uid_t uid = (uid_t)atol(argv[2]);
    if (uid != getuid() && setuid(uid) < 0) {
        die("setuid");
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    size_t length = strlen(argv[1]);
    memcpy(address.sun_path, argv[1], length);
    if (address.sun_path[0] == '@') {
        address.sun_path[0] = '\0';
    } else {
        length++;
    }
    if (connect(fd, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) < 0) {
        die("connect");
    }
    for (int i = 3; i < argc; i++) {
        char *message = argv[i];
        long times = 1;
        if (strncmp(message, "flood:", 6) == 0) {
            times = strtol(message + 6, &message, 10);
            message++;
        }
        while (times-- > 0) {
            if (send(fd, message, strlen(message), 0) < 0) {
                die("send");
            }
        }
    }
    return 0;
}
