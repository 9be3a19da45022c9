/* What start-exec says of itself to the supervisor. */
#ifndef START_REPORT_H
#define START_REPORT_H

#include "steps.h"

/* Where reports go; -1: failures are lines on standard error. */
extern int report;

/* Everything is set and execve(2) comes next. */
void tell_ready(void);

/* Reports the failure of a step, with what it was done to (NULL: nothing to name), and ends. */
_Noreturn void fail(enum step step, int error, const char *what);

/* Fails with errno if result is below 0. */
void check(int result, enum step step, const char *what);

#endif
