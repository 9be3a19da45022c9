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

int open_stream(int target, const char *spec, int least, int terminal) {
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
    if (strcmp(spec, "tty") == 0) {
        return fcntl(terminal, F_DUPFD_CLOEXEC, least);
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

int copy_passed(struct passed *passed, size_t count, int least) {
    for (size_t i = 0; i < count; i++) {
        passed[i].from = fcntl(passed[i].from, F_DUPFD_CLOEXEC, least);
        if (passed[i].from < 0) {
            return -1;
        }
    }
    return 0;
}

int place_passed(const struct passed *passed, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (dup2(passed[i].from, passed[i].to) < 0) { /* which clears close-on-exec */
            return -1;
        }
        close(passed[i].from);
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

static bool is_spared(int fd, const struct passed *passed, size_t count, int report) {
    for (size_t i = 0; i < count; i++) {
        if (passed[i].to == fd) {
            return true;
        }
    }
    return fd == report;
}

/* All ranges between those that stay; the next one of them is looked for each time, since they have no order. */
static bool close_ranges(const struct passed *passed, size_t count, int report) {
    for (int first = 3;;) {
        int next = report >= first ? report : INT_MAX;
        for (size_t i = 0; i < count; i++) {
            if (passed[i].to >= first && passed[i].to < next) {
                next = passed[i].to;
            }
        }
        if (!close_range_of(first, next == INT_MAX ? UINT_MAX : (unsigned int)next - 1)) {
            return false;
        }
        if (next == INT_MAX) {
            return true;
        }
        first = next + 1;
    }
}

/* Kernels before 5.9: the directory lists by number, so closing while reading it skips nothing. */
static bool close_listed(const struct passed *passed, size_t count, int report) {
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
            if (fd >= 3 && fd != directory && !is_spared(fd, passed, count, report)) {
                close(fd);
            }
        }
    }
    close(directory);
    return size == 0;
}

void close_others(const struct passed *passed, size_t count, int report, long most) {
    if (close_ranges(passed, count, report) || close_listed(passed, count, report)) {
        return;
    }
    for (long fd = 3; fd < most; fd++) {
        if (!is_spared((int)fd, passed, count, report)) {
            close((int)fd);
        }
    }
}
