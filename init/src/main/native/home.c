#define _GNU_SOURCE
#include "home.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

static bool resolve(const char *name, char home[PATH_MAX]) {
    if (!name || !realpath(name, home)) {
        return false;
    }
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(home, '/');
        if (!slash) {
            return false;
        }
        *slash = '\0';
    }
    return true;
}

bool find_home(char home[PATH_MAX]) {
    return resolve((const char *)getauxval(AT_EXECFN), home) || resolve("/proc/self/exe", home);
}
