/*
 * start: what the user calls. Becomes the distribution's Java with the options of a file of the distribution, one a
 * line: lib/init.options for the verb "init", else lib/start.options. As PID 1 it becomes start-init instead, which
 * calls it again. See README.md. Every buffer is bounded.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "home.h"
#include "shim.h"

enum { OPTIONS_MAX = 256, FILE_MAX = 16384, EXPANDED_MAX = 65536 };

static char home[PATH_MAX];

static _Noreturn __attribute__((format(printf, 1, 2))) void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("start: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    _exit(127);
}

/* DIR/REST in one of a few static buffers, one for each caller. */
static const char *within(char path[PATH_MAX], const char *rest) {
    if (snprintf(path, PATH_MAX, "%s/%s", home, rest) >= PATH_MAX) {
        fail("%s: %s", home, strerror(ENAMETOOLONG));
    }
    return path;
}

/* The first word that is no option: "--config" takes the next one with it. */
static const char *verb_of(char **words) {
    for (; *words; words++) {
        if (strcmp(*words, "--config") == 0) {
            if (!*++words) {
                return NULL;
            }
        } else if (**words != '-') {
            return *words;
        }
    }
    return NULL;
}

/*
 * PID 1 may be the machine's init, called with the kernel's words, or a container's one command, say "start list". It is
 * the former by the name "init" (a link /sbin/init), by the verb, and where there is no verb that could be meant.
 */
static bool is_first_process(const char *name, const char *verb) {
    const char *slash = name ? strrchr(name, '/') : NULL;
    const char *base = slash ? slash + 1 : name;
    return getpid() == 1 && !getenv(SHIM_FD_VARIABLE)
           && (!verb || strcmp(verb, "init") == 0 || (base && strcmp(base, "init") == 0));
}

static const char *read_options(const char *path) {
    static char text[FILE_MAX];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fail("%s: %s: the distribution is incomplete, install it again", path, strerror(errno));
    }
    size_t length = 0;
    ssize_t got;
    while (length < sizeof text && (got = read(file, text + length, sizeof text - length)) != 0) {
        if (got < 0 && errno != EINTR) {
            fail("%s: %s: the distribution is damaged, install it again", path, strerror(errno));
        }
        length += got > 0 ? (size_t)got : 0;
    }
    close(file);
    if (length == sizeof text || memchr(text, '\0', length)) {
        fail("%s: over %d bytes or no text: the distribution is damaged, install it again", path, FILE_MAX - 1);
    }
    return text;
}

/* Writes line, with @HOME@ replaced, to *to and moves that behind its end. */
static void expand(const char *line, size_t length, char **to, const char *end, const char *path) {
    static const char mark[] = "@HOME@";
    for (size_t i = 0; i < length;) {
        const bool marked = length - i >= sizeof mark - 1 && memcmp(line + i, mark, sizeof mark - 1) == 0;
        const char *from = marked ? home : line + i;
        size_t size = marked ? strlen(home) : 1;
        if (size >= (size_t)(end - *to)) {
            fail("%s: more than %d bytes of options", path, EXPANDED_MAX);
        }
        memcpy(*to, from, size);
        *to += size;
        i += marked ? sizeof mark - 1 : 1;
    }
    *(*to)++ = '\0';
}

/* Appends the options of the file at path to argv, which has room for OPTIONS_MAX. Empty lines and "#..." are skipped. */
static char **append_options(char **argv, const char *path) {
    static char expanded[EXPANDED_MAX];
    char *to = expanded;
    int count = 0;
    for (const char *line = read_options(path); *line;) {
        size_t length = strcspn(line, "\n");
        if (length > 0 && *line != '#') {
            if (count++ == OPTIONS_MAX) {
                fail("%s: more than %d options", path, OPTIONS_MAX);
            }
            *argv++ = to;
            expand(line, length, &to, expanded + sizeof expanded, path);
        }
        line += length + (line[length] == '\n');
    }
    return argv;
}

int main(int argc, char **argv) {
    static char path[PATH_MAX], java[PATH_MAX], origin[PATH_MAX + 32];
    if (argc < 1 || !find_home(home)) {
        fail("cannot find my own directory: call me by a path, or mount /proc");
    }
    const char *verb = verb_of(argv + 1);
    if (is_first_process(argv[0], verb)) {
        within(path, "libexec/start-init");
        argv[0] = path;
        execv(path, argv);
        fail("%s: %s: the distribution is incomplete, install it again", path, strerror(errno));
    }
    const char *name = verb && strcmp(verb, "init") == 0 ? "lib/init.options" : "lib/start.options";
    char *command[OPTIONS_MAX + argc + 1];
    command[0] = (char *)within(java, "lib/runtime/bin/java"); /* its full path, by which Java finds itself without /proc */
    char **end = append_options(command + 1, within(path, name));
    memcpy(end, argv + 1, argc * sizeof *argv); /* with the NULL at the end */
    if (access("/proc/self/exe", F_OK) != 0) {
        /* Before /proc is mounted the dynamic linker cannot tell where Java is, nor find its libraries beside it. */
        snprintf(origin, sizeof origin, "LD_ORIGIN_PATH=%s/lib/runtime/bin", home);
        putenv(origin);
    }
    execv(java, command);
    fail("%s: %s: the distribution is incomplete or for another machine, install the right one", java, strerror(errno));
}
