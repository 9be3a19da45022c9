#define _GNU_SOURCE
#include "capabilities.h"

#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

/* Of linux/capability.h, which not every C library's headers come with. */
enum { CAPABILITY_VERSION_3 = 0x20080522, NUMBERS = 64 };

struct header {
    uint32_t version;
    int pid;
};

struct word {
    uint32_t effective;
    uint32_t permitted;
    uint32_t inheritable;
};

/* The kernel's call takes 32 at a time. */
static int set_all(uint64_t mask) {
    struct header header = {.version = CAPABILITY_VERSION_3};
    const uint32_t low = (uint32_t)mask, high = (uint32_t)(mask >> 32);
    const struct word words[2] = {{low, low, low}, {high, high, high}};
    return (int)syscall(SYS_capset, &header, words);
}

static _Noreturn void fail_at(int number) {
    int error = errno;
    char name[16];
    snprintf(name, sizeof name, "%d", number);
    fail(STEP_CAPABILITIES, error, name);
}

void limit_capabilities(const char *word, uint64_t mask) {
    if (!word) {
        return;
    }
    /* Below 0: a number that this kernel does not know, and the last one then. */
    for (int n = 0; n < NUMBERS; n++) {
        int held = prctl(PR_CAPBSET_READ, n, 0, 0, 0);
        if (held < 0) {
            return;
        }
        if (held && !(mask >> n & 1) && prctl(PR_CAPBSET_DROP, n, 0, 0, 0) < 0) {
            fail_at(n);
        }
    }
}

void keep_capabilities(void) {
    check(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), STEP_CAPABILITIES, NULL);
}

void grant_capabilities(uint64_t mask) {
    for (int n = 0; n < NUMBERS; n++) {
        /* Looked at one by one, since capset(2) does not say which it refuses. */
        if ((mask >> n & 1) && prctl(PR_CAPBSET_READ, n, 0, 0, 0) != 1) {
            errno = EPERM;
            fail_at(n);
        }
    }
    /* Effective ones were lost with root; setting the inheritable ones is a condition for the ambient. */
    check(set_all(mask), STEP_CAPABILITIES, NULL);
    for (int n = 0; n < NUMBERS; n++) {
        if ((mask >> n & 1) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, n, 0, 0) < 0) {
            fail_at(n);
        }
    }
}

void drop_all_capabilities(void) {
    set_all(0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}
