/* The words of start-exec's command line, parsed. A NULL word means that the option was not given. */
#ifndef START_OPTIONS_H
#define START_OPTIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "descriptors.h"

enum { PASSED_MAX = 1024, SELF_MAX = 8, PATHS_MAX = 1024 };

struct options {
    const char *cgroup;
    bool private_pids;
    int pid_to;
    bool session;
    const char *tty;
    const char *streams[3];
    const char *umask_word;
    mode_t umask;
    const char *nice_word;
    int nice;
    const char *oom;
    const char *limit_words[RLIM_NLIMITS];
    struct rlimit limits[RLIM_NLIMITS];
    bool private_network;
    bool private_devices;
    bool private_tmp;
    size_t read_only_count;
    const char *read_only[PATHS_MAX]; /* a "-" before a path: it may be missing */
    size_t inaccessible_count;
    const char *inaccessible[PATHS_MAX];
    const char *bounding_word;
    uint64_t bounding; /* bit n for capability n */
    const char *ambient_word;
    uint64_t ambient;
    const char *groups_word;
    size_t group_count;
    gid_t groups[NGROUPS_MAX];
    const char *gid_word;
    gid_t gid;
    const char *uid_word;
    uid_t uid;
    bool no_new_privileges;
    const char *cwd;
    size_t passed_count;
    struct passed passed[PASSED_MAX];
    int least; /* above every number that the program gets */
    size_t self_count;
    const char *self[SELF_MAX];
    char **program; /* PROGRAM ARG... NULL */
};

/* The descriptor of report=FD, or -1. Looked for first, so that every other bad word can be reported over it. */
int find_report(int argc, char **argv);

/* Fills o. Returns NULL, or what is wrong: a bad word, or a few words of text. */
const char *parse_options(int argc, char **argv, struct options *o);

#endif
