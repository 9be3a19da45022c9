/* Where this program's distribution is. */
#ifndef START_HOME_H
#define START_HOME_H

#include <limits.h>
#include <stdbool.h>

/*
 * Writes the directory two levels above the running program: DIR for DIR/bin/start. From the name it was executed by,
 * links resolved, so that it works before /proc is mounted. Call before the working directory changes. False: unknown.
 */
bool find_home(char home[PATH_MAX]);

#endif
