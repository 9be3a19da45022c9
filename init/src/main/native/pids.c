#define _GNU_SOURCE
#include "pids.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capabilities.h"
#include "descriptors.h"
#include "pseudofiles.h"
#include "report.h"
#include "signals.h"

enum { PROGRAM = 2 }; /* the second process of a pid namespace */

/* Not fork(3): its other parent is asked for, and nothing of the C library has to be told. */
static pid_t clone_process(unsigned long flags) {
    return (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
}

/* An empty root, or what is left of the system would be in reach as /proc/1/root. Without /proc there is no such way. */
static void leave_root(void) {
    if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
        && mount("tmpfs", "/proc", "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=000,nr_inodes=1") == 0
        && chdir("/proc") == 0 && syscall(SYS_pivot_root, ".", ".") == 0 && umount2(".", MNT_DETACH) == 0) {
        (void)!chdir("/");
    }
}

/* Holds nothing of the system's, and no privilege: whoever gets hold of it inside has gained nothing. */
static _Noreturn void be_first(const char *cgroup, int born) {
    char one;
    if (read(born, &one, 1) != 1) { /* the program's process exists, or never will */
        _exit(127);
    }
    int program = (int)syscall(SYS_pidfd_open, PROGRAM, 0);
    if (dup2(program, STDIN_FILENO) < 0) {
        _exit(0); /* ended and reaped already */
    }
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    close_others(NULL, 0, -1, highest_descriptor());
    if (cgroup) {
        join_cgroup(cgroup); /* the program's process does the same, and it reports a failure */
    }
    setsid(); /* out of reach of the caller's terminal */
    leave_root();
    /* Dispositions are the caller's. With SIGCHLD ignored the kernel reaps the orphans of the namespace. */
    reset_dispositions();
    signal(SIGCHLD, SIG_IGN);
    prctl(PR_SET_NAME, "start-pids");
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    drop_all_capabilities();
    struct pollfd end = {.fd = STDIN_FILENO, .events = POLLIN};
    while (poll(&end, 1, -1) < 0 && errno == EINTR) {
    }
    _exit(0);
}

void enter_pid_namespace(int pid_to, const char *cgroup) {
    int born[2];
    check(pipe2(born, O_CLOEXEC), STEP_PRIVATE_PIDS, "pipe");
    check(unshare(CLONE_NEWPID), STEP_PRIVATE_PIDS, NULL);
    /* All children from now on are in the new namespace; the first is its number 1. */
    pid_t first = clone_process(0);
    check(first, STEP_PRIVATE_PIDS, NULL);
    if (first == 0) {
        close(born[1]);
        be_first(cgroup, born[0]);
    }
    pid_t program = clone_process(CLONE_PARENT);
    check(program, STEP_PRIVATE_PIDS, NULL);
    if (program == 0) {
        close(born[0]);
        close(born[1]);
        close(pid_to);
        return;
    }
    /* Whoever reads the pid may kill this process at once. If nobody does, nothing must run. */
    const int32_t pid = program;
    if (write(born[1], "", 1) != 1 || write(pid_to, &pid, sizeof pid) != sizeof pid) {
        kill(first, SIGKILL);
        _exit(127);
    }
    _exit(0);
}
