#define _GNU_SOURCE
#include "say.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool say_to_kernel;

static void write_line(int fd, const char *line) {
    if (write(fd, line, strlen(line)) < 0) {
        return; /* it was the last resort: nobody is left to tell */
    }
}

void say(const char *format, ...) {
    char line[PATH_MAX + 256] = "start-init: ";
    va_list values;
    va_start(values, format);
    vsnprintf(line + strlen(line), sizeof line - strlen(line) - 1, format, values);
    va_end(values);
    strcat(line, "\n"); /* room was left for it */
    /* Opened each time, since /dev may come and go. Append: where a test puts a plain file there. */
    int log = say_to_kernel ? open("/dev/kmsg", O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY) : -1;
    if (log >= 0) {
        write_line(log, line);
        close(log);
        return;
    }
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&ready, 1, 0) == 1) {
        write_line(STDERR_FILENO, line);
    }
}
