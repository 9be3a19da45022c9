/* Read-only trees of mounts. */
#ifndef START_READONLY_H
#define START_READONLY_H

/* Makes the mount at path, and all below it, read-only in this mount namespace. Below 0 on failure, with errno. */
int make_read_only(const char *path);

#endif
