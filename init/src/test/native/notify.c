/*
 * notify ADDRESS UID MESSAGE...: sends each message to a notify socket as user UID and ends at once, so that the last is
 * sent just before the exit. ADDRESS "-" stands for $NOTIFY_SOCKET. Some messages are something to do:
 *   flood:N:MESSAGE    send it N times
 *   every:MS:MESSAGE   send it for ever
 *   store:FILE:MESSAGE send it with FILE, opened
 *   barrier:           send BARRIER=1, and wait until it is answered
 *   wait:FILE          go on when FILE is there
 *   mark:FILE          create FILE
 *   tell:FILE          write pid and environment to FILE
 *   pause:             go on never
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

static void pass(int socket, const char *message, int fd) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof fd)];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    struct iovec text = {.iov_base = (void *)message, .iov_len = strlen(message)};
    struct msghdr m = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (sendmsg(socket, &m, 0) < 0) {
        die("sendmsg");
    }
    close(fd);
}

static void barrier(int socket) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        die("pipe2");
    }
    pass(socket, "BARRIER=1", ends[1]);
    struct pollfd end = {.fd = ends[0]};
    poll(&end, 1, -1);
    close(ends[0]);
}

static void tell(const char *file) {
    extern char **environ;
    char aside[4096];
    snprintf(aside, sizeof aside, "%s.new", file);
    FILE *out = fopen(aside, "w");
    if (!out) {
        die(aside);
    }
    fprintf(out, "pid=%d\n", getpid());
    for (char **variable = environ; *variable; variable++) {
        fprintf(out, "%s\n", *variable);
    }
    fclose(out);
    if (rename(aside, file) < 0) {
        die(file);
    }
}

/* Whether what is asked for is something to do, which is then done. */
static int does(int socket, char *step) {
    char *text = strchr(step, ':');
    if (!text) {
        return 0;
    }
    text++;
    char *message = strchr(text, ':');
    if (strncmp(step, "wait:", 5) == 0) {
        while (access(text, F_OK) < 0) {
            poll(NULL, 0, 5);
        }
    } else if (strncmp(step, "mark:", 5) == 0) {
        close(open(text, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
    } else if (strncmp(step, "tell:", 5) == 0) {
        tell(text);
    } else if (strcmp(step, "pause:") == 0) {
        while (1) {
            pause();
        }
    } else if (strcmp(step, "barrier:") == 0) {
        barrier(socket);
    } else if (strncmp(step, "store:", 6) == 0 && message) {
        *message++ = '\0';
        int fd = open(text, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            die(text);
        }
        pass(socket, message, fd);
    } else if (strncmp(step, "every:", 6) == 0 && message) {
        while (send(socket, message + 1, strlen(message + 1), 0) >= 0) {
            poll(NULL, 0, atoi(text));
        }
    } else {
        return 0;
    }
    return 1;
}

int main(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = argc > 1 && strcmp(argv[1], "-") == 0 ? getenv("NOTIFY_SOCKET") : argv[1];
    if (argc < 4 || !name || strlen(name) >= sizeof address.sun_path) {
        return 2;
    }
    uid_t uid = (uid_t)atol(argv[2]);
    if (uid != getuid() && setuid(uid) < 0) {
        die("setuid");
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    size_t length = strlen(name);
    memcpy(address.sun_path, name, length);
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
        if (does(fd, message)) {
            continue;
        }
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
