#define _GNU_SOURCE
#include "report.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STEP_NAME(number, constant, name) [number] = name,
static const char *const step_names[] = {START_STEPS(STEP_NAME)};

/* Far below PIPE_BUF, so that a record and its text are in the pipe both or not at all. */
enum { TEXT_MAX = 1024 };

int report = -1;

/* A report that cannot be written means that the supervisor is gone: then nothing may be run on its behalf. */
static void tell(enum step step, int error, const char *what) {
    struct {
        int32_t step;
        int32_t error;
        char text[TEXT_MAX];
    } record = {.step = step, .error = error};
    size_t length = what ? strnlen(what, sizeof record.text) : 0;
    size_t size = sizeof record - sizeof record.text + length;
    if (length > 0) {
        memcpy(record.text, what, length);
    }
    if (report >= 0 && write(report, &record, size) != (ssize_t)size) {
        _exit(127);
    }
}

void tell_ready(void) {
    tell(STEP_READY, 0, NULL);
}

_Noreturn void fail(enum step step, int error, const char *what) {
    tell(step, error, what);
    if (report < 0) {
        dprintf(STDERR_FILENO, "start-exec: %s%s%s: %s\n", step_names[step], what ? " " : "", what ? what : "", strerror(error));
    }
    _exit(127);
}

void check(int result, enum step step, const char *what) {
    if (result < 0) {
        fail(step, errno, what);
    }
}
