/* The shim's messages. */
#ifndef START_SAY_H
#define START_SAY_H

#include <stdbool.h>

/* Messages go to the kernel's log if it can be had (for PID 1), else to standard error. */
extern bool say_to_kernel;

/* Writes one line, after "start-init: ". Never waits: what cannot be written is dropped. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

#endif
