#define _GNU_SOURCE
#include "emergency.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *become_emergency_shell(const char *message) {
    char *const argv[] = {"sh", NULL}; /* busybox goes by it too */
    const char *chosen = getenv("START_EMERGENCY_SHELL");
    setsid();
    int console = open("/dev/console", O_RDWR | O_NOCTTY);
    /* 1: take it even from a session that has it, say a login on the same line. */
    if (console < 0 || ioctl(console, TIOCSCTTY, 1) < 0) {
        return "/dev/console";
    }
    for (int fd = 0; fd < 3; fd++) {
        dup2(console, fd);
    }
    if (console > 2) {
        close(console);
    }
    dprintf(STDERR_FILENO, "\n%s\n", message);
    if (chosen) {
        execv(chosen, argv);
    }
    execv("/bin/sh", argv);
    execv("/bin/busybox", argv);
    return "/bin/sh, /bin/busybox";
}
