/*
 * probe VERB...: what the tests of the native programs cannot do from a shell or from Java. See usage() for the verbs.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim.h"

static _Noreturn void die(const char *what) {
    perror(what);
    exit(99);
}

static int link_fd(void) {
    const char *text = getenv(SHIM_FD_VARIABLE);
    if (!text) {
        fprintf(stderr, "probe: no %s\n", SHIM_FD_VARIABLE);
        exit(99);
    }
    return atoi(text);
}

/* Prints count messages, one a line: TYPE PID STATUS COUNT. Waits for them, unless flags say otherwise. */
static int receive(long count, int flags) {
    struct shim_message m;
    while (count-- > 0) {
        ssize_t size = recv(link_fd(), &m, sizeof m, flags | MSG_TRUNC);
        if (size < 0) {
            return errno == EAGAIN ? 0 : 99;
        }
        if (size != sizeof m) {
            printf("bad size %zd\n", size);
            return 99;
        }
        printf("%u %d %d %u\n", m.type, m.pid, m.status, m.count);
        fflush(stdout);
    }
    return 0;
}

static int finish(int code) {
    const struct shim_message m = {.type = SHIM_FINISH, .status = code};
    return send(link_fd(), &m, sizeof m, 0) == sizeof m ? 0 : 99;
}

/* Messages of 0 to 63 random bytes, none of them a FINISH. */
static int fuzz(unsigned int seed, long count) {
    unsigned char bytes[64];
    srandom(seed);
    while (count-- > 0) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = (unsigned char)random();
        }
        bytes[1] |= 1; /* no type below 256 */
        if (send(link_fd(), bytes, (size_t)random() % sizeof bytes, 0) < 0) {
            die("send");
        }
    }
    return 0;
}

/* Children of nobody: number i of them exits with status i % 256. */
static int orphans(long count) {
    for (long i = 0; i < count; i++) {
        pid_t parent = fork();
        if (parent < 0) {
            die("fork");
        }
        if (parent == 0) {
            pid_t orphan = fork();
            _exit(orphan < 0 ? 99 : orphan == 0 ? (int)(i % 256) : 0);
        }
        int status;
        if (waitpid(parent, &status, 0) != parent) {
            die("waitpid");
        }
    }
    return 0;
}

/* A bad inheritance: every signal ignored and blocked, and open descriptors all over. */
static void spoil(void) {
    unsigned long action[8] = {1 /* SIG_IGN */};
    for (int number = 1; number <= 64; number++) {
        syscall(SYS_rt_sigaction, number, action, NULL, 8);
    }
    unsigned long all = ~0UL;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, 8);
    const int numbers[] = {3, 4, 5, 17, 100, 999};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (dup2(STDIN_FILENO, numbers[i]) < 0) {
            die("dup2");
        }
    }
}

/* As on a kernel before 5.9, the one that has close_range(2); mount_setattr(2) is younger still. */
static void forget_system_calls(void) {
    enum { MOUNT_SETATTR = 442 };
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close_range, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MOUNT_SETATTR, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) {
        die("prctl");
    }
}

/* Descriptors 0 to 2 are closed. */
static void close_standard(void) {
    for (int fd = 0; fd < 3; fd++) {
        close(fd);
    }
}

static int usage(void) {
    fputs("probe receive N | drain | finish CODE | fuzz SEED N | orphans N | (spoil | old-kernel | no-stdio) PROGRAM...\n",
          stderr);
    return 2;
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "receive") == 0 && argc == 3) {
        return receive(atol(argv[2]), 0);
    }
    if (strcmp(verb, "drain") == 0) {
        return receive(1000000, MSG_DONTWAIT);
    }
    if (strcmp(verb, "finish") == 0 && argc == 3) {
        return finish(atoi(argv[2]));
    }
    if (strcmp(verb, "fuzz") == 0 && argc == 4) {
        return fuzz((unsigned int)atoi(argv[2]), atol(argv[3]));
    }
    if (strcmp(verb, "orphans") == 0 && argc == 3) {
        return orphans(atol(argv[2]));
    }
    if (argc < 3) {
        return usage();
    }
    if (strcmp(verb, "spoil") == 0) {
        spoil();
    } else if (strcmp(verb, "old-kernel") == 0) {
        forget_system_calls();
    } else if (strcmp(verb, "no-stdio") == 0) {
        close_standard();
    } else {
        return usage();
    }
    execv(argv[2], argv + 2);
    die(argv[2]);
}
