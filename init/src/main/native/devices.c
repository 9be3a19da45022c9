#define _GNU_SOURCE
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

/* Of linux/mount.h, which does not go with sys/mount.h everywhere. Kernel 5.2. */
enum { SYSCALL_OPEN_TREE = 428, SYSCALL_MOVE_MOUNT = 429, TREE_CLONE = 1, TREE_RECURSIVE = 0x8000, FROM_DESCRIPTOR = 4 };

static const unsigned long DEV_FLAGS = MS_NOSUID | MS_NOEXEC;

/* Taken from the present /dev, rather than made by mknod(2), which containers may not do. */
static const struct {
    const char *path;
    mode_t type;
} kept[] = {
    {"/dev/null", S_IFCHR}, {"/dev/zero", S_IFCHR},    {"/dev/full", S_IFCHR}, {"/dev/random", S_IFCHR},
    {"/dev/urandom", S_IFCHR}, {"/dev/tty", S_IFCHR},  {"/dev/shm", S_IFDIR},  {"/dev/mqueue", S_IFDIR},
    {"/dev/hugepages", S_IFDIR}, {"/dev/log", S_IFSOCK},
};
enum { KEPT = sizeof kept / sizeof *kept };

static const struct {
    const char *path;
    const char *target;
} links[] = {
    {"/dev/ptmx", "pts/ptmx"},           {"/dev/fd", "/proc/self/fd"},       {"/dev/stdin", "/proc/self/fd/0"},
    {"/dev/stdout", "/proc/self/fd/1"}, {"/dev/stderr", "/proc/self/fd/2"},
};

/* A copy of the mount at path, in no place yet; -1 if there is none of that type. */
static int take(const char *path, mode_t type) {
    struct stat status;
    if (lstat(path, &status) < 0 || (status.st_mode & S_IFMT) != type) {
        return -1;
    }
    int tree = (int)syscall(SYSCALL_OPEN_TREE, AT_FDCWD, path, TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    check(tree, STEP_MOUNT, path);
    return tree;
}

static void put(int tree, const char *path, mode_t type) {
    check(type == S_IFDIR ? mkdir(path, 0755) : mknod(path, S_IFREG | 0644, 0), STEP_MOUNT, path);
    check((int)syscall(SYSCALL_MOVE_MOUNT, tree, "", AT_FDCWD, path, FROM_DESCRIPTOR), STEP_MOUNT, path);
    close(tree);
}

void mount_devices(void) {
    int trees[KEPT];
    for (int i = 0; i < KEPT; i++) {
        trees[i] = take(kept[i].path, kept[i].type);
    }
    /* Where another program listens for messages of syslog(3), it is mostly a link. */
    char log[PATH_MAX];
    ssize_t log_length = readlink("/dev/log", log, sizeof log - 1);

    check(mount("tmpfs", "/dev", "tmpfs", DEV_FLAGS, "mode=755,size=64k"), STEP_MOUNT, "/dev");
    for (int i = 0; i < KEPT; i++) {
        if (trees[i] >= 0) {
            put(trees[i], kept[i].path, kept[i].type);
        }
    }
    if (log_length > 0) {
        log[log_length] = '\0';
        check(symlink(log, "/dev/log"), STEP_MOUNT, "/dev/log");
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        check(symlink(links[i].target, links[i].path), STEP_MOUNT, links[i].path);
    }
    /* Terminals of its own: those of others are in reach of root. 5 is the group tty wherever there is one. */
    check(mkdir("/dev/pts", 0755), STEP_MOUNT, "/dev/pts");
    check(
        mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620,gid=5"),
        STEP_MOUNT,
        "/dev/pts");
}

void seal_devices(void) {
    check(mount(NULL, "/dev", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | DEV_FLAGS, NULL), STEP_MOUNT, "/dev");
}
