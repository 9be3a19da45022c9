/*
 * stamps NAME FILE: writes when it starts and when it is told to stop, one line each: MONOTONIC_NANOSECONDS NAME WORD.
 * The words are begin, ready (just before it exits with 0), stop and gone; the last two are of a child that it leaves
 * behind, which ends on SIGTERM.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int log_fd;

/* One write(2) to a file opened with O_APPEND: lines of many processes do not mix. */
static void stamp(const char *name, const char *word) {
    struct timespec now;
    char line[256];
    clock_gettime(CLOCK_MONOTONIC, &now);
    int length = snprintf(line, sizeof line, "%lld%09ld %s %s\n", (long long)now.tv_sec, now.tv_nsec, name, word);
    if (write(log_fd, line, (size_t)length) != length) {
        _exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc != 3 || (log_fd = open(argv[2], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) < 0) {
        return 2;
    }
    stamp(argv[1], "begin");
    /* Blocked before the child is there, so that no SIGTERM can come too early for it. */
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    pid_t child = fork();
    if (child < 0) {
        return 3;
    }
    if (child == 0) {
        int signal;
        sigwait(&term, &signal);
        stamp(argv[1], "stop");
        stamp(argv[1], "gone");
        return 0;
    }
    stamp(argv[1], "ready");
    return 0;
}
