#define _GNU_SOURCE
#include "descriptors.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int shelter(int *fd, int least) {
    if (*fd < 0) {
        return 0;
    }
    if (*fd >= least) {
        return fcntl(*fd, F_SETFD, FD_CLOEXEC);
    }
    int moved = fcntl(*fd, F_DUPFD_CLOEXEC, least);
    if (moved < 0) {
        return -1;
    }
    close(*fd);
    *fd = moved;
    return 0;
}

int fill_standard_descriptors(void) {
    for (int fd = 0; fd < 3; fd++) {
        /* Lower numbers are taken, so open(2) returns this one. */
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR | O_NOCTTY) < 0) {
            return -1;
        }
    }
    return 0;
}

static const char *after(const char *spec, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(spec, prefix, length) == 0 ? spec + length : NULL;
}

int open_stream(int target, const char *spec, int least) {
    const int always = O_NOCTTY | O_CLOEXEC;
    const char *rest;
    if (strcmp(spec, "inherit") == 0) {
        return INHERITED;
    }
    if (strcmp(spec, "stdout") == 0) {
        return SAME_AS_STDOUT;
    }
    if (strcmp(spec, "null") == 0) {
        return open("/dev/null", always | (target == 0 ? O_RDONLY : O_WRONLY));
    }
    if (strcmp(spec, "console") == 0) {
        return open("/dev/console", always | O_RDWR);
    }
    if ((rest = after(spec, "fd:"))) {
        return fcntl((int)strtol(rest, NULL, 10), F_DUPFD_CLOEXEC, least);
    }
    if ((rest = after(spec, "read:"))) {
        return open(rest, always | O_RDONLY);
    }
    if ((rest = after(spec, "file:"))) {
        return open(rest, always | O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, 0640);
    }
    if ((rest = after(spec, "append:"))) {
        return open(rest, always | O_WRONLY | O_CREAT | O_APPEND, 0640);
    }
    errno = EINVAL;
    return FAILED;
}

int place_stream(int target, int opened) {
    if (opened == INHERITED) {
        return fcntl(target, F_SETFD, 0);
    }
    if (opened == SAME_AS_STDOUT) {
        return dup2(STDOUT_FILENO, target);
    }
    int result = dup2(opened, target);
    int error = errno;
    close(opened); /* its number may be one that is to be kept, and then must not pass for the caller's */
    errno = error;
    return result;
}

int keep_descriptors(int first, int count) {
    for (int fd = first; fd < first + count; fd++) {
        if (fcntl(fd, F_SETFD, 0) < 0) {
            return -1;
        }
    }
    return 0;
}

long highest_descriptor(void) {
    struct rlimit limit;
    const rlim_t bound = 1 << 20; /* the kernel's own default maximum, fs.nr_open */
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < bound ? (long)limit.rlim_max : (long)bound;
}

static bool close_range_of(unsigned int first, unsigned int last) {
    return first > last || syscall(SYS_close_range, first, last, 0) == 0;
}

/* Kernels before 5.9: the directory lists by number, so closing while reading it skips nothing. */
static bool close_listed(int first, int spared) {
    int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return false;
    }
    _Alignas(struct dirent64) char entries[4096];
    long size;
    while ((size = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0) {
        for (long at = 0; at < size;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
            at += entry->d_reclen;
            int fd = entry->d_name[0] == '.' ? -1 : atoi(entry->d_name);
            if (fd >= first && fd != spared && fd != directory) {
                close(fd);
            }
        }
    }
    close(directory);
    return size == 0;
}

void close_descriptors(int first, int spared, long most) {
    bool done = spared < first ? close_range_of(first, UINT_MAX)
                               : close_range_of(first, spared - 1) && close_range_of(spared + 1, UINT_MAX);
    if (done || close_listed(first, spared)) {
        return;
    }
    for (long fd = first; fd < most; fd++) {
        if (fd != spared) {
            close((int)fd);
        }
    }
}
