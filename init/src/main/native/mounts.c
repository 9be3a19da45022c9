#define _GNU_SOURCE
#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "devices.h"
#include "readonly.h"
#include "report.h"

static const unsigned long TMP_FLAGS = MS_NOSUID | MS_NODEV;
static const unsigned long INERT = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;

static const char *const tmp_directories[] = {"/tmp", "/var/tmp"};
enum { TMP_COUNT = sizeof tmp_directories / sizeof *tmp_directories };

static void mount_or_fail(const char *source, const char *target, const char *type, unsigned long flags, const char *data) {
    check(mount(source, target, type, flags, data), STEP_MOUNT, target);
}

static bool exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

/* The path of an option, without its "-". NULL: it is missing, and may be. Every other fault ends the program. */
static const char *present(const char *place, struct stat *status) {
    bool optional = *place == '-';
    const char *path = place + optional;
    if (stat(path, status) == 0) {
        return path;
    }
    if (optional && (errno == ENOENT || errno == ENOTDIR)) {
        return NULL;
    }
    fail(STEP_MOUNT, errno, path);
}

static bool is_root(const struct stat *status) {
    struct stat root;
    check(stat("/", &root), STEP_MOUNT, "/");
    return root.st_dev == status->st_dev && root.st_ino == status->st_ino;
}

/* A mount over the root would be under it for this process, and would hide nothing: the root is already one. */
static void protect(const char *place) {
    struct stat status;
    const char *path = present(place, &status);
    if (path && !is_root(&status)) {
        mount_or_fail(path, path, NULL, MS_BIND | MS_REC, NULL);
    }
    if (path) {
        check(make_read_only(path), STEP_MOUNT, path);
    }
}

/*
 * A directory becomes an empty one in which nothing can be made. Any other file becomes a device on a mount where devices
 * cannot be opened: unlike a file's mode, root's privileges are no match for that.
 */
static void hide(const char *place) {
    struct stat status;
    const char *path = present(place, &status);
    if (!path) {
        return;
    }
    if (is_root(&status)) {
        fail(STEP_MOUNT, EINVAL, path);
    }
    if (S_ISDIR(status.st_mode)) {
        mount_or_fail("tmpfs", path, "tmpfs", INERT, "mode=000,nr_inodes=1");
    } else {
        mount_or_fail("/dev/null", path, NULL, MS_BIND, NULL);
        mount_or_fail(NULL, path, NULL, MS_REMOUNT | MS_BIND | INERT, NULL);
    }
}

static bool is_listed(const char *path, const char *const *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i] + (*places[i] == '-'), path) == 0) {
            return true;
        }
    }
    return false;
}

void enter_mount_namespace(const struct options *o) {
    if (!o->private_devices && !o->private_tmp && !o->private_pids && o->read_only_count == 0
        && o->inaccessible_count == 0) {
        return;
    }
    check(unshare(CLONE_NEWNS), STEP_MOUNT, "namespace");
    /* What the system mounts later is seen here too, and nothing of ours is seen there. */
    mount_or_fail(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL);

    /* What is new comes first, so that no rule about a path below it can be lost under it. */
    if (o->private_devices) {
        mount_devices();
    }
    for (size_t i = 0; o->private_tmp && i < TMP_COUNT; i++) {
        if (i == 0 || exists(tmp_directories[i])) {
            mount_or_fail("tmpfs", tmp_directories[i], "tmpfs", TMP_FLAGS, "mode=1777");
        }
    }
    if (o->private_pids) {
        mount_or_fail("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    }
    for (size_t i = 0; i < o->read_only_count; i++) {
        protect(o->read_only[i]);
    }
    /* A rule about "/" or "/var" is not meant for these. */
    for (size_t i = 0; o->private_tmp && i < TMP_COUNT; i++) {
        if (!is_listed(tmp_directories[i], o->read_only, o->read_only_count) && exists(tmp_directories[i])) {
            mount_or_fail(NULL, tmp_directories[i], NULL, MS_REMOUNT | MS_BIND | TMP_FLAGS, NULL);
        }
    }
    for (size_t i = 0; i < o->inaccessible_count; i++) {
        hide(o->inaccessible[i]);
    }
    if (o->private_devices) {
        seal_devices();
    }
    /* The working directory is still on what is now covered. */
    check(chdir("/"), STEP_MOUNT, "/");
}
