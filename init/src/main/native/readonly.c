#define _GNU_SOURCE
#include "readonly.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of linux/mount.h, which not every C library's headers come with, nor goes with sys/mount.h everywhere. */
enum { SYSCALL_MOUNT_SETATTR = 442, SET_RECURSIVE = 0x8000, SET_READ_ONLY = 1 };

struct attributes {
    uint64_t set;
    uint64_t clear;
    uint64_t propagation;
    uint64_t userns_fd;
};

static const struct {
    const char *name;
    unsigned long flag;
} flag_names[] = {
    {"nosuid", MS_NOSUID},   {"nodev", MS_NODEV},         {"noexec", MS_NOEXEC},
    {"noatime", MS_NOATIME}, {"nodiratime", MS_NODIRATIME}, {"relatime", MS_RELATIME},
};

/* The flags a mount has now: remounting sets all of them at once. */
static unsigned long flags_of(const char *words) {
    unsigned long flags = 0;
    while (*words) {
        size_t length = strcspn(words, ",");
        for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
            if (strlen(flag_names[i].name) == length && strncmp(words, flag_names[i].name, length) == 0) {
                flags |= flag_names[i].flag;
            }
        }
        words += length + (words[length] == ',');
    }
    return flags;
}

/* In place: the kernel writes blanks and backslashes of a path as three octal digits. */
static void unescape(char *text) {
    char *to = text;
    for (; *text; to++) {
        if (*text == '\\' && text[1] && text[2] && text[3]) {
            *to = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
            text += 4;
        } else {
            *to = *text++;
        }
    }
    *to = '\0';
}

static bool is_below(const char *path, const char *top) {
    size_t length = strlen(top);
    return strcmp(top, "/") == 0 || (strncmp(path, top, length) == 0 && (path[length] == '/' || path[length] == '\0'));
}

/* The whole table, or -1. Nothing here changes which lines it has. */
static int read_table(char *text, size_t size) {
    int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    size_t length = 0;
    ssize_t count;
    while ((count = read(fd, text + length, size - 1 - length)) > 0) {
        length += (size_t)count;
    }
    int error = count < 0 ? errno : length == size - 1 ? EFBIG : 0;
    close(fd);
    text[length] = '\0';
    errno = error;
    return error ? -1 : 0;
}

/* The path without links, as the table has it. */
static int resolve(const char *path, char resolved[PATH_MAX]) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, resolved, PATH_MAX - 1);
    int error = errno;
    close(fd);
    errno = error;
    resolved[length < 0 ? 0 : length] = '\0';
    return length < 0 ? -1 : 0;
}

/* Kernels before 5.12: mount by mount. */
static int remount_each(const char *path) {
    static char table[1 << 20];
    char top[PATH_MAX];
    if (resolve(path, top) < 0 || read_table(table, sizeof table) < 0) {
        return -1;
    }
    char *rest = table;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        char *fields[6] = {0}; /* id, parent, device, root, where, flags */
        for (int i = 0; i < 6; i++) {
            fields[i] = strsep(&line, " ");
        }
        if (!fields[5]) {
            errno = EIO;
            return -1;
        }
        unescape(fields[4]);
        if (is_below(fields[4], top)
            && mount(NULL, fields[4], NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | flags_of(fields[5]), NULL) < 0
            && errno != ENOENT && errno != EINVAL && errno != EACCES) { /* those are covered by another: out of reach */
            return -1;
        }
    }
    return 0;
}

int make_read_only(const char *path) {
    const struct attributes attributes = {.set = SET_READ_ONLY};
    if (syscall(SYSCALL_MOUNT_SETATTR, AT_FDCWD, path, SET_RECURSIVE, &attributes, sizeof attributes) == 0) {
        return 0;
    }
    return errno == ENOSYS ? remount_each(path) : -1;
}
