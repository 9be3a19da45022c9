/* What of the file system a program sees. */
#ifndef START_MOUNTS_H
#define START_MOUNTS_H

#include "options.h"

/* Enters a mount namespace of its own and makes there what the options say, if they say anything about it. */
void enter_mount_namespace(const struct options *o);

#endif
