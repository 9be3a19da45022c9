#define _GNU_SOURCE
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DESCRIPTOR_MAX = 1 << 30, TARGET_MAX = 65535 };

/* The value of word "NAME=VALUE" if NAME is name, else NULL. */
static const char *value_of(const char *word, const char *name) {
    size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

/* A number up to the character end, without the blanks and signs that strtoull(3) lets pass; moves text behind it. */
static bool number(const char **text, int base, unsigned long long max, char end, unsigned long long *result) {
    char *stop;
    if (!isdigit((unsigned char)**text)) {
        return false;
    }
    errno = 0;
    *result = strtoull(*text, &stop, base);
    if (errno || *stop != end || *result > max) {
        return false;
    }
    *text = stop + (end != '\0');
    return true;
}

static bool integer(const char *text, int min, int max, int *result) {
    bool negative = *text == '-';
    unsigned long long magnitude;
    text += negative;
    if (!number(&text, 10, 1000000, '\0', &magnitude)) {
        return false;
    }
    int value = negative ? -(int)magnitude : (int)magnitude;
    *result = value;
    return value >= min && value <= max;
}

/* The highest id is refused: as (uid_t)-1 it means "leave it as it is" to the kernel, and the service would run as root. */
static bool id(const char *text, unsigned int *result) {
    unsigned long long value;
    if (!number(&text, 10, UINT_MAX - 1, '\0', &value)) {
        return false;
    }
    *result = (unsigned int)value;
    return true;
}

static bool group_list(const char *text, struct options *o) {
    o->group_count = 0;
    while (*text) {
        unsigned long long value;
        char end = strchr(text, ',') ? ',' : '\0';
        if (o->group_count == NGROUPS_MAX || !number(&text, 10, UINT_MAX - 1, end, &value)) {
            return false;
        }
        if (end == ',' && *text == '\0') {
            return false; /* a comma at the end */
        }
        o->groups[o->group_count++] = (gid_t)value;
    }
    return true;
}

static const struct {
    const char *name;
    int resource;
} limit_names[] = {
    {"as", RLIMIT_AS},           {"core", RLIMIT_CORE},       {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},       {"fsize", RLIMIT_FSIZE},     {"locks", RLIMIT_LOCKS},
    {"memlock", RLIMIT_MEMLOCK}, {"msgqueue", RLIMIT_MSGQUEUE}, {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},   {"nproc", RLIMIT_NPROC},     {"rss", RLIMIT_RSS},
    {"rtprio", RLIMIT_RTPRIO},   {"rttime", RLIMIT_RTTIME},   {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK},
};

static bool limit_value(const char **text, char end, rlim_t *result) {
    static const char infinity[] = "infinity";
    size_t length = sizeof infinity - 1;
    if (strncmp(*text, infinity, length) == 0 && (*text)[length] == end) {
        *text += length + (end != '\0');
        *result = RLIM_INFINITY;
        return true;
    }
    unsigned long long value;
    if (!number(text, 10, RLIM_INFINITY - 1, end, &value)) {
        return false;
    }
    *result = value;
    return true;
}

/* NAME:SOFT:HARD */
static bool limit(const char *word, const char *text, struct options *o) {
    for (size_t i = 0; i < sizeof limit_names / sizeof *limit_names; i++) {
        size_t length = strlen(limit_names[i].name);
        if (strncmp(text, limit_names[i].name, length) == 0 && text[length] == ':') {
            struct rlimit *r = &o->limits[limit_names[i].resource];
            text += length + 1;
            o->limit_words[limit_names[i].resource] = word;
            return limit_value(&text, ':', &r->rlim_cur) && limit_value(&text, '\0', &r->rlim_max);
        }
    }
    return false;
}

static bool starts(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool stream(const char *spec, int target, struct options *o) {
    o->streams[target] = spec;
    if (starts(spec, "fd:")) {
        unsigned long long fd;
        spec += 3;
        return number(&spec, 10, DESCRIPTOR_MAX, '\0', &fd);
    }
    const char *path = starts(spec, "file:") ? spec + 5 : starts(spec, "append:") ? spec + 7 : NULL;
    if (target == 0) {
        path = starts(spec, "read:") ? spec + 5 : NULL;
    }
    return (path && *path) || strcmp(spec, "null") == 0 || strcmp(spec, "inherit") == 0
           || strcmp(spec, "console") == 0 || strcmp(spec, "tty") == 0 || (target == 2 && strcmp(spec, "stdout") == 0);
}

/* FROM:TO */
static bool passed(const char *text, struct options *o) {
    unsigned long long from, to;
    if (o->passed_count == PASSED_MAX || !number(&text, 10, DESCRIPTOR_MAX, ':', &from)
        || !number(&text, 10, TARGET_MAX, '\0', &to) || to < 3) {
        return false;
    }
    for (size_t i = 0; i < o->passed_count; i++) {
        if (o->passed[i].to == (int)to) {
            return false;
        }
    }
    o->passed[o->passed_count++] = (struct passed){.from = (int)from, .to = (int)to};
    o->least = (int)to < o->least ? o->least : (int)to + 1;
    return true;
}

/* In hexadecimal. */
static bool capabilities(const char *text, uint64_t *result) {
    char *stop;
    errno = 0;
    *result = strtoull(text, &stop, 16);
    return isxdigit((unsigned char)*text) && errno == 0 && *stop == '\0';
}

/* "/PATH" or "-/PATH" */
static bool place(const char *text, const char **places, size_t *count) {
    if (text[*text == '-'] != '/' || *count == PATHS_MAX) {
        return false;
    }
    places[(*count)++] = text;
    return true;
}

/* What keeps the program apart from the system. False also for a word that is none of these. */
static bool confinement(const char *word, struct options *o) {
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {
        {"private_network", &o->private_network},
        {"private_devices", &o->private_devices},
        {"private_tmp", &o->private_tmp},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (strcmp(word, flags[i].name) == 0) {
            return *flags[i].flag = true;
        }
    }
    const char *value;
    if ((value = value_of(word, "private_pids"))) {
        unsigned long long fd;
        o->private_pids = number(&value, 10, DESCRIPTOR_MAX, '\0', &fd);
        o->pid_to = o->private_pids ? (int)fd : -1;
        return o->private_pids;
    }
    if ((value = value_of(word, "read_only"))) {
        return place(value, o->read_only, &o->read_only_count);
    }
    if ((value = value_of(word, "inaccessible"))) {
        return place(value, o->inaccessible, &o->inaccessible_count);
    }
    if ((value = value_of(word, "bounding"))) {
        o->bounding_word = word;
        return capabilities(value, &o->bounding);
    }
    if ((value = value_of(word, "ambient"))) {
        o->ambient_word = word;
        return capabilities(value, &o->ambient);
    }
    return false;
}

static bool option(const char *word, struct options *o) {
    static const char *const streams[] = {"stdin", "stdout", "stderr"};
    const char *value;
    unsigned long long n;
    for (int i = 0; i < 3; i++) {
        if ((value = value_of(word, streams[i]))) {
            return stream(value, i, o);
        }
    }
    if (value_of(word, "report")) {
        return true; /* find_report has it */
    }
    if (strcmp(word, "session") == 0) {
        return o->session = true;
    }
    if (strcmp(word, "no_new_privs") == 0) {
        return o->no_new_privileges = true;
    }
    if ((value = value_of(word, "cgroup"))) {
        o->cgroup = value;
        return *value != '\0';
    }
    if ((value = value_of(word, "tty"))) {
        o->tty = value;
        return *value == '/';
    }
    if ((value = value_of(word, "cwd"))) {
        o->cwd = value;
        return *value != '\0';
    }
    if ((value = value_of(word, "umask"))) {
        o->umask_word = word;
        bool valid = number(&value, 8, 0777, '\0', &n);
        o->umask = valid ? (mode_t)n : 0;
        return valid;
    }
    if ((value = value_of(word, "nice"))) {
        o->nice_word = word;
        return integer(value, -20, 19, &o->nice);
    }
    if ((value = value_of(word, "oom"))) {
        int score;
        o->oom = value;
        return integer(value, -1000, 1000, &score);
    }
    if ((value = value_of(word, "rlimit"))) {
        return limit(word, value, o);
    }
    if ((value = value_of(word, "groups"))) {
        o->groups_word = word;
        return group_list(value, o);
    }
    if ((value = value_of(word, "gid"))) {
        o->gid_word = word;
        return id(value, &o->gid);
    }
    if ((value = value_of(word, "uid"))) {
        o->uid_word = word;
        return id(value, &o->uid);
    }
    if ((value = value_of(word, "fd"))) {
        return passed(value, o);
    }
    if ((value = value_of(word, "self"))) {
        if (*value == '\0' || o->self_count == SELF_MAX) {
            return false;
        }
        o->self[o->self_count++] = value;
        return true;
    }
    return confinement(word, o);
}

int find_report(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = value_of(argv[i], "report");
        unsigned long long fd;
        if (value) {
            return number(&value, 10, DESCRIPTOR_MAX, '\0', &fd) ? (int)fd : -1;
        }
    }
    return -1;
}

const char *parse_options(int argc, char **argv, struct options *o) {
    o->least = 3;
    for (int i = 0; i < 3; i++) {
        o->streams[i] = "inherit";
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            o->program = argv + i + 1;
            return i + 1 < argc && *argv[i + 1] ? NULL : "no program after --";
        }
        if (!option(argv[i], o)) {
            return argv[i];
        }
    }
    return "no -- before the program";
}
